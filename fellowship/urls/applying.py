"""Applying: for those who apply and their sponsors, and for staff who screen."""

from django.urls import URLPattern, path

from fellowship.views import answering, applicant_letters, applications, applying, screening, sponsors

urlpatterns: list[URLPattern] = [
    path("support/<str:token>/", sponsors.support_answer, name="support"),
    path("me/applications/", applying.my_applications, name="my_applications"),
    path("me/applications/<uuid:uuid>/", applying.application_detail, name="application"),
    path("me/applications/<uuid:uuid>/you/", answering.about_you, name="about_you"),
    path("me/applications/<uuid:uuid>/sections/<int:pk>/", answering.section_answer, name="section_answer"),
    path("me/applications/<uuid:uuid>/files/<uuid:question>/", answering.answer_file, name="answer_file"),
    path("me/applications/<uuid:uuid>/equality/", answering.equality, name="equality"),
    path("me/applications/<uuid:uuid>/adjustments/", answering.adjustments, name="adjustments"),
    path("me/applications/<uuid:uuid>/asked/", answering.information_answer, name="information_answer"),
    path("me/applications/<uuid:uuid>/support/", sponsors.sponsor, name="sponsor"),
    path("me/applications/<uuid:uuid>/hand-in/", answering.hand_in, name="hand_in"),
    path(
        "me/applications/<uuid:uuid>/elsewhere/<slug:key>/",
        applying.application_elsewhere,
        name="application_elsewhere",
    ),
    path("me/applications/<uuid:uuid>/<slug:to>/", applying.application_move, name="application_move"),
    path("staff/cohorts/<uuid:uuid>/applications/", applications.application_list, name="application_list"),
    path(
        "staff/cohorts/<uuid:uuid>/applications/letters/",
        applicant_letters.applicant_letter_list,
        name="applicant_letter_list",
    ),
    path(
        "staff/cohorts/<uuid:uuid>/applications/letters/add/",
        applicant_letters.applicant_letter_add,
        name="applicant_letter_add",
    ),
    path("staff/cohorts/<uuid:uuid>/screening/", screening.screening, name="screening"),
    path("staff/cohorts/<uuid:uuid>/screening/decide/", screening.screening_decide, name="screening_decide"),
    path("staff/applications/<uuid:uuid>/", applications.application_staff, name="application_staff"),
    path(
        "staff/applications/<uuid:uuid>/files/<uuid:question>/", applications.application_file, name="application_file"
    ),
    path("staff/applications/<uuid:uuid>/ask/", screening.information_ask, name="information_ask"),
    path("staff/applications/<uuid:uuid>/go-on/", screening.information_take_back, name="information_take_back"),
    path("staff/applications/<uuid:uuid>/undo/", screening.screening_undo, name="screening_undo"),
]
