"""Shortlists, interviews, decisions, offers."""

from django.urls import URLPattern, path

from fellowship.views import choosing, deciding, interviewing, interviews, offers, releasing, unanswered

_COHORT = "staff/cohorts/<uuid:uuid>/"
_ONE = f"{_COHORT}decisions/<uuid:application>/"
_INTERVIEW = "me/interviews/<uuid:uuid>/"
urlpatterns: list[URLPattern] = [
    path(f"{_COHORT}shortlist/", choosing.shortlist, name="shortlist"),
    path(f"{_COHORT}shortlist/propose/", choosing.shortlist_propose, name="shortlist_propose"),
    path(f"{_COHORT}shortlist/look/", choosing.shortlist_look, name="shortlist_look"),
    path(f"{_COHORT}shortlist/add/", choosing.shortlist_add, name="shortlist_add"),
    path(f"{_COHORT}interviews/", interviewing.interview_list, name="interview_list"),
    path(f"{_COHORT}interviews/invite/", interviewing.interview_invite, name="interview_invite"),
    path(f"{_COHORT}interviews/<uuid:application>/", interviewing.interview_detail, name="interview"),
    path(f"{_COHORT}interviews/<uuid:application>/act/", interviewing.interview_act, name="interview_act"),
    path(f"{_COHORT}panels/add/", interviewing.panel_add, name="panel_add"),
    path(f"{_COHORT}panels/<int:pk>/", interviewing.panel_detail, name="panel"),
    path(f"{_COHORT}panels/<int:pk>/edit/", interviewing.panel_edit, name="panel_edit"),
    path(f"{_COHORT}panels/<int:pk>/remove/", interviewing.panel_remove, name="panel_remove"),
    path(f"{_COHORT}panels/<int:pk>/times/<int:slot>/remove/", interviewing.time_remove, name="time_remove"),
    path(_INTERVIEW, interviews.interview_book, name="interview_book"),
    path(f"{_INTERVIEW}give-up/", interviews.interview_give_up, name="interview_give_up"),
    path(f"{_INTERVIEW}interview.ics", interviews.interview_calendar, name="interview_calendar"),
    path("interviews/", interviews.my_interviews, name="my_interviews"),
    path("interviews/interviews.ics", interviews.my_interviews_calendar, name="my_interviews_calendar"),
    path("interviews/<uuid:uuid>/", interviews.interview_score, name="interview_score"),
    path("interviews/<uuid:uuid>/files/<uuid:question>/", interviews.interview_file, name="interview_file"),
    path(f"{_COHORT}decisions/", deciding.decision_list, name="decision_list"),
    path(f"{_COHORT}decisions/prepare/", deciding.decision_bulk, name="decision_bulk"),
    path(f"{_COHORT}decisions/release/", releasing.decision_release, name="decision_release"),
    path(_ONE, deciding.decision_edit, name="decision_edit"),
    path(f"{_ONE}letter/", releasing.decision_letter, name="decision_letter"),
    path(f"{_ONE}take-back/", deciding.decision_take_back, name="decision_take_back"),
    path(f"{_ONE}undo/", offers.decision_undo, name="decision_undo"),
    path(f"{_ONE}offer/", offers.offer_change, name="offer_change"),
    path(f"{_ONE}offer/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path(f"{_ONE}feedback/", offers.feedback_edit, name="feedback_edit"),
    path(f"{_ONE}defer/", offers.deferral_add, name="deferral_add"),
    path(f"{_COHORT}reserve/", offers.reserve_list, name="reserve_list"),
    path(f"{_COHORT}reserve/end/", unanswered.reserve_end, name="reserve_end"),
    path(f"{_COHORT}reserve/until/", unanswered.reserve_until, name="reserve_until"),
    path(f"{_COHORT}unanswered/", unanswered.unanswered, name="unanswered"),
    path(f"{_COHORT}deferred/<int:pk>/", offers.deferral_take_up, name="deferral_take_up"),
]
