"""Addresses of a person's own pages, of programmes' teams, and of the staff's pages."""

from django.urls import path

from accounts.views import audit, data, letters, organisations, people, profile, programmes

app_name = "accounts"

urlpatterns = [
    path("me/profile/", profile.profile_edit, name="profile_edit"),
    path("me/data/", data.my_data, name="my_data"),
    path("me/delete/", data.delete_account, name="delete_account"),
    path("me/sessions/<int:pk>/end/", data.session_end, name="session_end"),
    path("letters/stop/<str:token>/", letters.letter_stop, name="letter_stop"),
    path("staff/programmes/", programmes.programme_list, name="programme_list"),
    path("staff/programmes/add/", programmes.programme_add, name="programme_add"),
    path("staff/programmes/<slug:slug>/", programmes.programme_edit, name="programme_edit"),
    path("staff/programmes/<slug:slug>/team/", programmes.programme_team, name="programme_team"),
    path("staff/programmes/<slug:slug>/team/<int:pk>/remove/", programmes.role_take, name="role_take"),
    path("staff/programmes/<slug:slug>/team/<int:pk>/hand-over/", programmes.role_hand_over, name="role_hand_over"),
    path("staff/programmes/<slug:slug>/team/<int:pk>/deputy/", programmes.role_deputy, name="role_deputy"),
    path("staff/organisations/", organisations.organisation_list, name="organisation_list"),
    path("staff/organisations/add/", organisations.organisation_add, name="organisation_add"),
    path("staff/organisations/import/", organisations.organisation_import, name="organisation_import"),
    path("staff/organisations/not-listed/", organisations.not_listed, name="organisations_not_listed"),
    path("staff/organisations/<int:pk>/", organisations.organisation_edit, name="organisation_edit"),
    path("staff/organisations/<int:pk>/merge/", organisations.organisation_merge, name="organisation_merge"),
    path("staff/people/", people.people_list, name="people_list"),
    path("staff/audit/", audit.audit_list, name="audit_list"),
]
