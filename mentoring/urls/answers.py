"""Addresses of mentoring: proposals and their answers."""

from django.urls import URLPattern, path

from mentoring.views import answers, next_best

PROPOSAL = "mentoring/proposals/<uuid:uuid>"

urlpatterns: list[URLPattern] = [
    path(f"{PROPOSAL}/", answers.proposal, name="proposal"),
    path(f"{PROPOSAL}/code/", answers.proposal_code, name="proposal_code"),
    path(f"{PROPOSAL}/accept/", answers.proposal_accept, name="proposal_accept"),
    path(f"{PROPOSAL}/decline/", answers.proposal_decline, name="proposal_decline"),
    path(f"{PROPOSAL}/question/", answers.proposal_question, name="proposal_question"),
    path(f"{PROPOSAL}/answer/", answers.proposal_answer, name="proposal_answer"),
    path(f"{PROPOSAL}/withdraw/", answers.proposal_withdraw, name="proposal_withdraw"),
    path("staff/mentoring/rounds/<uuid:round_id>/waiting/", next_best.round_waiting, name="round_waiting"),
]
