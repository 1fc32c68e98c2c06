"""Users in Django admin, for support."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit
from accounts.deletion import OnlyOwner, OnlySiteAdmin, ask_for_deletion
from accounts.models import User

ACCESS = ("is_staff", "is_superuser", "groups", "user_permissions")


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


class UserEditForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
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

    actions = ("delete_in_14_days",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = super().get_readonly_fields(request, obj)
        return own if _is_superuser(request) else (*own, *ACCESS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: what is kept about a person is erased through the registry, after 14 days."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        action = "accounts.user_changed" if change else "accounts.user_added"
        fields = {"fields": sorted(form.changed_data)}
        audit.record(actor=request.user, action=action, subject=obj, detail=fields, now=timezone.now())

    @admin.action(description="Delete in 14 days, as these people asked", permissions=["change"])
    def delete_in_14_days(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            if not _may_touch(request, user):
                self.message_user(request, f"{user}: only a superuser may delete a colleague.", messages.ERROR)
                continue
            try:
                ask_for_deletion(user, now=timezone.now())
            except (OnlyOwner, OnlySiteAdmin) as refusal:
                self.message_user(request, f"{user}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{user} will be deleted in 14 days. We wrote to them.")


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    """Whoever can set a colleague's password has all that the colleague may do."""
    is_colleague = user is not None and (user.is_staff or user.is_superuser) and user.pk != request.user.pk
    return _is_superuser(request) or not is_colleague
