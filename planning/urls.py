"""Addresses of planning. Those under ``assessment/``, ``fit/`` and ``adverts/`` work signed out too."""

from django.urls import path

from planning.views import adverts, assessment, fit, history, leaving, sharing

app_name = "planning"

urlpatterns = [
    path("assessment/", assessment.assessment_start, name="assessment_start"),
    path("assessment/skills/<int:number>/", assessment.skill_answer, name="skill_answer"),
    path("assessment/skills/add/", assessment.skill_add, name="skill_add"),
    path("assessment/about-me/<slug:page>/", assessment.statements_choose, name="statements_choose"),
    path("assessment/check/", assessment.check_answers, name="check_answers"),
    path("assessment/code/", leaving.code_make, name="code_make"),
    path("assessment/return/", leaving.code_return, name="code_return"),
    path("assessment/clear/", leaving.assessment_clear, name="assessment_clear"),
    path("assessment/import/", history.assessment_import, name="assessment_import"),
    path("assessment/my-skills.csv", history.export_csv, name="export_csv"),
    path("assessment/my-skills.json", history.export_json, name="export_json"),
    path("fit/", fit.fit_list, name="fit_list"),
    path("me/assessments/", history.history, name="history"),
    path("me/assessments/<uuid:assessment_id>/", history.history_detail, name="history_detail"),
    path("me/assessments/<uuid:assessment_id>/delete/", history.history_delete, name="history_delete"),
    path("adverts/", adverts.advert_read, name="advert_read"),
    path("me/adverts/", adverts.advert_list, name="advert_list"),
    path("me/adverts/<uuid:advert_id>/", adverts.advert_detail, name="advert_detail"),
    path("me/adverts/<uuid:advert_id>/job/", adverts.advert_facts, name="advert_facts"),
    path("me/adverts/<uuid:advert_id>/delete/", adverts.advert_delete, name="advert_delete"),
    path("me/adverts/<uuid:advert_id>/goal/", adverts.advert_goal, name="advert_goal"),
    path("me/adverts/<uuid:advert_id>/criteria/add/", adverts.criterion_add, name="criterion_add"),
    path("me/adverts/<uuid:advert_id>/criteria/<int:number>/", adverts.criterion_edit, name="criterion_edit"),
    path("me/adverts/<uuid:advert_id>/statement/", adverts.advert_statement, name="advert_statement"),
    path("me/adverts/<uuid:advert_id>/statement.txt", adverts.statement_text, name="statement_text"),
    path("me/adverts/<uuid:advert_id>/statement.docx", adverts.statement_docx, name="statement_docx"),
    path("me/shared/", sharing.shared_list, name="shared_list"),
    path("me/shared/<uuid:nonce>/revoke/", sharing.shared_revoke, name="shared_revoke"),
    path("gap/<slug:slug>/share/", sharing.share, name="share"),
    path("gap/<slug:slug>/goal/", sharing.goal_set, name="goal_set"),
]
