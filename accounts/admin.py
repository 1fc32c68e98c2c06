"""Users in Django admin, for support."""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import audit
from accounts.deletion import OnlyOwner, OnlySiteAdmin, ask_for_deletion
from accounts.entering import tell_of_change
from accounts.models import User
from accounts.support import may_help, remove_second_steps
from common.admin import CheckedLists
from common.forms import OneLineField

# What is changed there is in no audit trail, and nobody would hear of it.
admin.site.unregister([Authenticator, EmailAddress, UserSession])

ACCESS = ("is_staff", "is_superuser", "groups", "user_permissions")


class UserCreationForm(AdminUserCreationForm):
    name = OneLineField(required=False, max_length=150, label="Full name", widget=AdminTextInputWidget)

    class Meta:
        model = User
        fields = ("email", "name")


class UserEditForm(UserChangeForm):
    name = OneLineField(required=False, max_length=150, label="Full name", widget=AdminTextInputWidget)

    class Meta:
        model = User
        fields = "__all__"
        help_texts: ClassVar = {
            "is_active": "Untick this instead of deleting an account. Within a minute places on events go to others, "
            "and pairs and meetings of mentoring end."
        }


@admin.register(User)
class UserAdmin(CheckedLists, DjangoUserAdmin):
    """Who may use Django admin, and for what, is said by superusers alone: others could raise themselves."""

    form = UserEditForm
    add_form = UserCreationForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "name")
    readonly_fields = ("joined_at", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "usable_password", "password1", "password2")}),
    )

    actions = ("delete_in_14_days", "remove_second_steps")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = super().get_readonly_fields(request, obj)
        return own if _is_superuser(request) else (*own, *ACCESS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and not may_help(_helper(request), obj, now=timezone.now()):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: what is kept about a person is erased through the registry, after 14 days."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            get_adapter(request).tell_the_former_address(form.initial["email"])
        action = "accounts.user_changed" if change else "accounts.user_added"
        fields = {"fields": sorted(form.changed_data)}
        audit.record(actor=request.user, action=action, subject=obj, detail=fields, now=timezone.now())

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Django's page; the audit trail and the person hear of a password that somebody else has set."""
        before = self.get_object(request, id)
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        after = self.get_object(request, id)
        if before and after and before.password != after.password:
            actor = _helper(request)
            tell_of_change(after, action="accounts.password_set_by_staff", actor=actor, now=timezone.now())
        return answer

    @admin.action(description="Delete in 14 days, as these people asked", permissions=["change"])
    def delete_in_14_days(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in self._those_one_may_help(request, queryset):
            try:
                ask_for_deletion(user, now=timezone.now())
            except (OnlyOwner, OnlySiteAdmin) as refusal:
                self.message_user(request, f"{user}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{user} will be deleted in 14 days. We wrote to them.")

    @admin.action(description="Remove the second steps that these people have lost", permissions=["change"])
    def remove_second_steps(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in self._those_one_may_help(request, queryset):
            if remove_second_steps(user, actor=_helper(request), now=timezone.now()):
                self.message_user(request, f"{user} signs in without a second step now. We wrote to them.")
            else:
                self.message_user(request, f"{user} has no second step.", messages.WARNING)

    def _those_one_may_help(self, request: HttpRequest, queryset: QuerySet[User]) -> list[User]:
        now = timezone.now()
        people = {user: may_help(_helper(request), user, now=now) for user in queryset}
        for user, may in people.items():
            if not may:
                self.message_user(request, f"{user}: only a superuser may do this to a colleague.", messages.ERROR)
        return [user for user, may in people.items() if may]


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _helper(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
