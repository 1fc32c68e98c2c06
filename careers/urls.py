"""Addresses of the catalogue's pages. All of them are public."""

from django.urls import URLPattern, path

from careers.views import (
    changes,
    compare,
    families,
    learning,
    open_data,
    pathways,
    roles,
    search,
    skills,
    starting_points,
    words,
)

app_name = "careers"

urlpatterns: list[URLPattern] = [
    path("careers/", families.families, name="families"),
    path("careers/roles/", roles.role_list, name="role_list"),
    path("careers/roles/<slug:slug>/", roles.role_detail, name="role_detail"),
    path("careers/compare/", compare.compare, name="compare"),
    path("careers/starting-points/", starting_points.starting_point_list, name="starting_point_list"),
    path(
        "careers/starting-points/<slug:slug>/", starting_points.starting_point_detail, name="starting_point_detail"
    ),
    path("careers/pathways/", pathways.pathways, name="pathways"),
    path("careers/skills/", skills.skill_list, name="skill_list"),
    path("careers/skills/<slug:slug>/", skills.skill_detail, name="skill_detail"),
    path("careers/learning/", learning.learning_list, name="learning_list"),
    path("careers/learning/<slug:slug>/", learning.learning_detail, name="learning_detail"),
    path("careers/networks/", learning.network_list, name="network_list"),
    path("careers/conferences/", learning.conference_list, name="conference_list"),
    path("careers/search/", search.search, name="search"),
    path("careers/glossary/", words.glossary, name="glossary"),
    path("careers/roles/<slug:slug>.json", open_data.role_json, name="role_json"),
    path("careers/changes/", changes.changes, name="changes"),
    path("careers/changes/<slug:slug>/", changes.edition_changes, name="edition_changes"),
    path("data/", open_data.open_data, name="open_data"),
    path("data/<slug:edition>/<slug:dataset>.csv", open_data.dataset_csv, name="dataset_csv"),
    path("data/<slug:edition>/<slug:dataset>.json", open_data.dataset_json, name="dataset_json"),
]
