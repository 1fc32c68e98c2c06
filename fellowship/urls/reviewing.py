"""Reading, scoring and moderating."""

from django.urls import URLPattern, path

from fellowship.views import assigning, reading, rubric, scores

COHORT = "staff/cohorts/<uuid:uuid>"
READING = f"{COHORT}/reading/<uuid:application>"
SCORES = f"{COHORT}/scores/<uuid:application>"

urlpatterns: list[URLPattern] = [
    path("reviews/", reading.my_reviews, name="my_reviews"),
    path("reviews/declare/<uuid:uuid>/", reading.declare_conflicts, name="declare"),
    path("reviews/<uuid:uuid>/", reading.review, name="review"),
    path("reviews/<uuid:uuid>/files/<int:pk>/", reading.review_file, name="review_file"),
    path("reviews/<uuid:uuid>/return/", reading.review_return, name="review_return"),
    path("reviews/<uuid:uuid>/report/", reading.review_report, name="review_report"),
    path(f"{COHORT}/rubric/", rubric.rubric, name="rubric"),
    path(f"{COHORT}/rubric/<int:pk>/", rubric.rubric_item, name="rubric_item"),
    path(f"{COHORT}/rubric/<int:pk>/delete/", rubric.rubric_delete, name="rubric_delete"),
    path(f"{COHORT}/rubric/<int:pk>/up/", rubric.rubric_up, name="rubric_up"),
    path(f"{COHORT}/reading/", assigning.assignment, name="assignment"),
    path(f"{COHORT}/reading/settings/", assigning.assignment_settings, name="assignment_settings"),
    path(f"{COHORT}/reading/share/", assigning.assignment_share, name="assignment_share"),
    path(f"{COHORT}/reading/write/", assigning.readers_write, name="readers_write"),
    path(f"{COHORT}/reading/reviewers/<int:pk>/", assigning.reader_edit, name="reader_edit"),
    path(f"{COHORT}/reading/applications/", assigning.reading_list, name="reading_list"),
    path(f"{READING}/", assigning.reading_detail, name="reading_detail"),
    path(f"{READING}/<uuid:review>/take-back/", assigning.reading_take_back, name="reading_take_back"),
    path(f"{READING}/hide/", assigning.words_hide, name="words_hide"),
    path(f"{READING}/hide/<int:pk>/show/", assigning.words_show, name="words_show"),
    path(f"{READING}/reports/settle/", assigning.reports_settle, name="reports_settle"),
    path(f"{COHORT}/scores/", scores.score_table, name="score_table"),
    path(f"{SCORES}/", scores.score_detail, name="score_detail"),
    path(f"{SCORES}/note/", scores.score_note, name="score_note"),
    path(f"{SCORES}/notes/<int:pk>/delete/", scores.note_delete, name="note_delete"),
    path(f"{SCORES}/moderate/", scores.moderate, name="moderate"),
]
