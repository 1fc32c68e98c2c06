"""Addresses of fellowships, one module for each subject."""

from fellowship.urls import (
    announcing,
    applying,
    cohorts,
    deciding,
    evaluation,
    fellows,
    following,
    programmes,
    projects,
    reviewing,
    sets,
    showcase,
    year,
)

app_name = "fellowship"

urlpatterns = [
    *programmes.urlpatterns,
    *applying.urlpatterns,
    *cohorts.urlpatterns,
    *reviewing.urlpatterns,
    *deciding.urlpatterns,
    *fellows.urlpatterns,
    *year.urlpatterns,
    *projects.urlpatterns,
    *sets.urlpatterns,
    *announcing.urlpatterns,
    *showcase.urlpatterns,
    *evaluation.urlpatterns,
    *following.urlpatterns,
]
