"""Addresses of fellowships, one module for each subject."""

from fellowship.urls import (
    applying,
    cohorts,
    deciding,
    evaluation,
    fellows,
    following,
    programmes,
    reviewing,
    sets,
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
    *sets.urlpatterns,
    *evaluation.urlpatterns,
    *following.urlpatterns,
]
