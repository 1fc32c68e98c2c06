"""What every list in Django admin needs."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.views.main import ChangeList as DjangoChangeList
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class ChangeList(DjangoChangeList):
    """Also finds out which dates do not exist ("year 0"): Django meets them only when it runs the query."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        try:
            rows: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
            str(rows.query)
        except EmptyResultSet:
            pass
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters from error
        return rows


class CheckedLists(ModelAdmin):
    """An address that asks a list for what it does not have shows the list in full, and says so."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if ERROR_FLAG in request.GET:
            self.message_user(
                request, "The address asked for what this list does not have. All rows are shown.", messages.WARNING
            )
        return super().changelist_view(request, extra_context)
