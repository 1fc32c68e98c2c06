"""Shortlists, interviews, decisions, offers."""

from django.urls import URLPattern, path

from fellowship.views import deciding, offers

_COHORT = "staff/cohorts/<uuid:uuid>/"
_ONE = f"{_COHORT}decisions/<uuid:application>/"
urlpatterns: list[URLPattern] = [
    path(f"{_COHORT}decisions/", deciding.decision_list, name="decision_list"),
    path(f"{_COHORT}decisions/prepare/", deciding.decision_bulk, name="decision_bulk"),
    path(f"{_COHORT}decisions/release/", deciding.decision_release, name="decision_release"),
    path(_ONE, deciding.decision_edit, name="decision_edit"),
    path(f"{_ONE}letter/", deciding.decision_letter, name="decision_letter"),
    path(f"{_ONE}take-back/", deciding.decision_take_back, name="decision_take_back"),
    path(f"{_ONE}undo/", offers.decision_undo, name="decision_undo"),
    path(f"{_ONE}offer/", offers.offer_change, name="offer_change"),
    path(f"{_ONE}offer/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path(f"{_ONE}feedback/", offers.feedback_edit, name="feedback_edit"),
    path(f"{_ONE}defer/", offers.deferral_add, name="deferral_add"),
    path(f"{_COHORT}reserve/", offers.reserve_list, name="reserve_list"),
    path(f"{_COHORT}deferred/<int:pk>/", offers.deferral_take_up, name="deferral_take_up"),
]
