"""Addresses of mentoring: rounds of a programme, for its team; and joining one."""

from django.urls import URLPattern, path

from mentoring.views import round_files, round_people, round_runs, rounds

AT = "staff/mentoring/rounds/"
ONE = f"{AT}<uuid:round_id>/"
FILE = f"{ONE}files/<uuid:file_id>/"
RUN = f"{ONE}runs/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(AT, rounds.round_list, name="round_list"),
    path(f"{AT}add/", rounds.round_add, name="round_add"),
    path(ONE, rounds.round_detail, name="round_detail"),
    path(f"{ONE}edit/", rounds.round_edit, name="round_edit"),
    path(f"{ONE}close/", rounds.round_close, name="round_close"),
    path(f"{ONE}people/", round_people.round_people, name="round_people"),
    path(f"{ONE}people/<int:pk>/leave-out/", round_people.person_exclude, name="person_exclude"),
    path(f"{ONE}people/<int:pk>/take-back/", round_people.person_readmit, name="person_readmit"),
    path(f"{ONE}pairs/", round_people.round_bonds, name="round_bonds"),
    path(f"{ONE}pairs/<int:pk>/remove/", round_people.bond_remove, name="bond_remove"),
    path(f"{ONE}files/", round_files.file_add, name="file_add"),
    path(FILE, round_files.file_preview, name="file_preview"),
    path(f"{FILE}confirm/", round_files.file_confirm, name="file_confirm"),
    path(f"{FILE}discard/", round_files.file_discard, name="file_discard"),
    path(f"{ONE}grades/", round_files.round_grades, name="round_grades"),
    path(f"{ONE}runs/", round_runs.run_start, name="run_start"),
    path(RUN, round_runs.run_detail, name="run_detail"),
    path(f"{RUN}progress/", round_runs.run_progress, name="run_progress"),
    path(f"{RUN}cancel/", round_runs.run_cancel, name="run_cancel"),
    path(f"{RUN}left/", round_runs.run_unmet, name="run_unmet"),
    path(f"{RUN}mentors/", round_runs.run_loads, name="run_loads"),
    path(f"{RUN}compare/", round_runs.run_compare, name="run_compare"),
    path(f"{RUN}draft.csv", round_runs.run_csv, name="run_csv"),
    path(f"{RUN}publish/", round_runs.run_publish, name="run_publish"),
    path("mentoring/rounds/<uuid:round_id>/", round_people.round_join, name="round_join"),
]
