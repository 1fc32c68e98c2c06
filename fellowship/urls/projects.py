"""Improvement projects."""

from django.urls import URLPattern, path

from fellowship.views import project_parts, projects

urlpatterns: list[URLPattern] = [
    path("staff/cohorts/<uuid:uuid>/projects/", projects.project_list, name="project_list"),
    path("staff/fellows/<uuid:uuid>/project/publish/", projects.project_publish, name="project_publish"),
    path("projects/<uuid:uuid>/", projects.project, name="project"),
    path("projects/<uuid:uuid>/about/", project_parts.project_edit, name="project_edit"),
    path("projects/<uuid:uuid>/measures/add/", project_parts.measure_edit, name="measure_add"),
    path("projects/<uuid:uuid>/measures/<int:pk>/", project_parts.measure_edit, name="measure_edit"),
    path("projects/<uuid:uuid>/measures/<int:pk>/readings/", project_parts.reading_add, name="reading_add"),
    path("projects/<uuid:uuid>/milestones/add/", project_parts.milestone_edit, name="milestone_add"),
    path("projects/<uuid:uuid>/milestones/<int:pk>/", project_parts.milestone_edit, name="milestone_edit"),
    path("projects/<uuid:uuid>/risks/add/", project_parts.risk_edit, name="risk_add"),
    path("projects/<uuid:uuid>/risks/<int:pk>/", project_parts.risk_edit, name="risk_edit"),
    path("projects/<uuid:uuid>/updates/<int:year>/<int:month>/", project_parts.update_edit, name="update_edit"),
    path("projects/<uuid:uuid>/documents/add/", project_parts.document_add, name="document_add"),
    path("projects/<uuid:uuid>/documents/<int:pk>/", projects.document, name="document"),
    path("projects/<uuid:uuid>/show/", project_parts.project_show, name="project_show"),
    path("projects/<uuid:uuid>/<slug:kind>/<int:pk>/remove/", project_parts.part_remove, name="part_remove"),
]
