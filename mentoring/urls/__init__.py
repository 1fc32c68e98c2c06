"""Addresses of mentoring, one module for each subject."""

from mentoring.urls import answers, meetings, people, rounds

app_name = "mentoring"

urlpatterns = [*people.urlpatterns, *rounds.urlpatterns, *answers.urlpatterns, *meetings.urlpatterns]
