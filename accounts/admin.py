"""Users in Django admin, for support."""

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

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        action = "accounts.user_changed" if change else "accounts.user_added"
        fields = {"fields": sorted(form.changed_data)}
        audit.record(actor=request.user, action=action, subject=obj, detail=fields, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: what is kept about a person is erased through the registry, after 14 days."""
        return False

    @admin.action(description="Delete in 14 days, as these people asked")
    def delete_in_14_days(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            try:
                ask_for_deletion(user, now=timezone.now())
            except (OnlyOwner, OnlySiteAdmin) as refusal:
                self.message_user(request, f"{user}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{user} will be deleted in 14 days. We wrote to them.")
