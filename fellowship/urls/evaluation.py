"""Questionnaires and what they show."""

from django.urls import URLPattern, path

from fellowship.views import evaluation, questionnaires, results

urlpatterns: list[URLPattern] = [
    path("me/questionnaires/", questionnaires.my_questionnaires, name="my_questionnaires"),
    path("me/questionnaires/<uuid:uuid>/", questionnaires.questionnaire, name="questionnaire"),
    path("me/questionnaires/<uuid:uuid>/<slug:page>/", questionnaires.questionnaire_page, name="questionnaire_page"),
    path("staff/questionnaires/", evaluation.instrument_list, name="instrument_list"),
    path("staff/questionnaires/add/", evaluation.instrument_add, name="instrument_add"),
    path("staff/questionnaires/<uuid:uuid>/", evaluation.instrument_detail, name="instrument"),
    path("staff/questionnaires/<uuid:uuid>/edit/", evaluation.instrument_edit, name="instrument_edit"),
    path("staff/questionnaires/<uuid:uuid>/retire/", evaluation.instrument_retire, name="instrument_retire"),
    path("staff/questionnaires/<uuid:uuid>/items/", evaluation.item_add, name="item_add"),
    path("staff/questionnaires/items/<uuid:uuid>/", evaluation.item_edit, name="item_edit"),
    path("staff/questionnaires/items/<uuid:uuid>/up/", evaluation.item_up, name="item_up"),
    path("staff/questionnaires/items/<uuid:uuid>/out/", evaluation.item_out, name="item_out"),
    path("staff/cohorts/<uuid:uuid>/evaluation/", evaluation.evaluation, name="evaluation"),
    path("staff/cohorts/<uuid:uuid>/evaluation/skills/", evaluation.skill_add, name="cohort_skill_add"),
    path("staff/cohorts/<uuid:uuid>/evaluation/skills/<int:pk>/out/", evaluation.skill_out, name="cohort_skill_out"),
    path("staff/cohorts/<uuid:uuid>/evaluation/results/", results.evaluation_results, name="evaluation_results"),
    path("staff/cohorts/<uuid:uuid>/evaluation/written/", results.evaluation_written, name="evaluation_written"),
    path("staff/cohorts/<uuid:uuid>/evaluation/quotes/<int:pk>/", results.quote_set, name="quote_set"),
    path("staff/cohorts/<uuid:uuid>/evaluation/answers.csv", results.evaluation_csv, name="evaluation_csv"),
    path("staff/cohorts/<uuid:uuid>/evaluation/codebook.csv", results.evaluation_codebook, name="evaluation_codebook"),
    path("staff/waves/<uuid:uuid>/", evaluation.wave_edit, name="wave_edit"),
    path("staff/waves/<uuid:uuid>/people/", evaluation.wave_people, name="wave_people"),
    path("staff/waves/<uuid:uuid>/out/", evaluation.wave_out, name="wave_out"),
]
