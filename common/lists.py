"""Lists that people filter, sort and page through; the address holds the whole state.

A page declares its filters as a form and draws ``layouts/list.html``::

    class RoleFilters(ListForm):
        sorts: ClassVar = {
            "title": Sort("Title, A to Z", ("title",)),
            "-title": Sort("Title, Z to A", ("-title",)),
        }
        track = forms.ChoiceField(required=False, label="Track", choices=[("", "Any track"), *Track.choices])

        def narrow(self, rows):
            if track := self.given("track"):
                rows = rows.filter(track=track)
            return rows

    def role_list(request):
        roles = list_page(request, RoleFilters(request.GET), Role.objects.all())
        return render(request, "careers/role_list.html", {"list": roles})
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format

from common.dates import DateInput

Row = TypeVar("Row")


@dataclass(frozen=True)
class Sort:
    """An order to choose: its words in the form and its ``order_by`` (end it with a unique column)."""

    label: str
    order_by: tuple[Any, ...]


@dataclass(frozen=True)
class Chosen:
    """A filter in force: what it says and the address of the list without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class PageLink:
    """A page of the list, or a gap between pages where ``number`` is ``None``."""

    number: int | None
    url: str = ""
    current: bool = False


class ListForm(forms.Form):
    """The filters of a list. Every field must be optional; a value it does not know is reported and left out."""

    sorts: ClassVar[Mapping[str, Sort]] = {}
    default_sort: ClassVar[str] = ""
    mark_optional = False
    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(data, **kwargs)
        if self.sorts:
            self.fields["sort"] = forms.ChoiceField(
                required=False, label="Sort by", choices=[(name, sort.label) for name, sort in self.sorts.items()]
            )
        for field in self.fields.values():
            field.design_params = {"small": True, **getattr(field, "design_params", {})}  # type: ignore[attr-defined]
            if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = (
                    f"We left out a filter that we do not know. Choose from the list: {field.label}"
                )

    @property
    def sort(self) -> str:
        """The name of the order in force: the one asked for, else ``default_sort``, else the first of ``sorts``."""
        return self.given("sort") or self.default_sort or next(iter(self.sorts), "")

    def given(self, name: str) -> Any:
        """The cleaned value of a filter, or ``None`` where it is empty or was not understood."""
        self.full_clean_once()
        value = self.cleaned_data.get(name)
        return value if value not in (None, "", [], (), False) else None

    def full_clean_once(self) -> None:
        """Fill ``cleaned_data`` with whatever was understood."""
        self.errors  # noqa: B018 - Django cleans a form when its errors are first read

    def narrow(self, rows: Any) -> Any:
        """The rows that the filters let through."""
        return rows

    def arrange(self, rows: Any) -> Any:
        """The rows in the order asked for; override it for rows that are not a queryset."""
        return rows.order_by(*self.sorts[self.sort].order_by) if self.sorts else rows

    def parameters(self, name: str) -> dict[str, list[tuple[str, str]]]:
        """The values in force of one filter: their words, each with the (name, value) pairs that put it in the address.

        Empty where the filter is empty or was not understood.
        """
        value, field = self.given(name), self.fields[name]
        if value is None:
            return {}
        if isinstance(field.widget, DateInput):
            parts = field.widget.parts(value)
            return {
                date_format(value, "j F Y"): [(f"{self.add_prefix(name)}_{part}", text) for part, text in parts.items()]
            }
        values = value if isinstance(value, list | tuple | QuerySet) else [value]
        return {
            self.words_for(name, one): [(self.add_prefix(name), "on" if one is True else str(field.prepare_value(one)))]
            for one in values
        }

    def words_for(self, name: str, value: Any) -> str:
        """How one chosen value reads on its removable link; override it for a filter with words of its own."""
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return "Yes"
        if isinstance(field, forms.ModelChoiceField):
            return str(field.label_from_instance(value))
        if isinstance(field, forms.ChoiceField):
            return _choice_words(field, str(value))
        return f"“{value}”"


def _choice_words(field: forms.ChoiceField, value: str) -> str:
    choices: Iterable[tuple[Any, Any]] = field.choices  # type: ignore[assignment]
    for choice, label in choices:
        if isinstance(label, list | tuple):
            for inner, inner_label in label:
                if str(inner) == value:
                    return str(inner_label)
        elif str(choice) == value:
            return str(label)
    return value


class ListPage(Generic[Row]):
    """One page of a list with the links around it; templates know it as ``list``."""

    def __init__(self, *, path: str, form: ListForm, page: Page[Row]) -> None:
        self.path = path
        self.form = form
        self.page = page

    @property
    def rows(self) -> Sequence[Row]:
        return self.page.object_list  # type: ignore[return-value]

    @property
    def count(self) -> int:
        """How many rows the filters let through, on all pages; where ``has_more``, how many of them were counted."""
        return self.page.paginator.count

    @property
    def has_more(self) -> bool:
        """Whether there are more rows than were counted."""
        return getattr(self.page.paginator, "has_more", False)

    @cached_property
    def state(self) -> list[tuple[str, str]]:
        """The parameters in force, as pairs in the order of the form; whatever was not understood is gone."""
        return [pair for name in self.form.fields for pairs in self.form.parameters(name).values() for pair in pairs]

    def url(self, state: Iterable[tuple[str, Any]]) -> str:
        query = urlencode([pair for pair in state if pair[1] not in (None, "")])
        return f"{self.path}?{query}" if query else self.path

    @cached_property
    def chosen(self) -> list[Chosen]:
        """The filters in force (not the order), each with the address of the list without it."""
        chosen: list[Chosen] = []
        for name, field in self.form.fields.items():
            if name == "sort" or field.widget.is_hidden:
                continue
            for words, pairs in self.form.parameters(name).items():
                rest = [pair for pair in self.state if pair not in pairs]
                chosen.append(Chosen(str(field.label), words, self.url(rest)))
        return chosen

    @property
    def clear_url(self) -> str:
        """The list in the same order without any filter."""
        return self.url(pair for pair in self.state if pair[0] == "sort")

    def url_with(self, name: str, value: str) -> str:
        """The first page of the list with the parameter ``name`` set to ``value``; without it where that is empty."""
        return self.url([*(pair for pair in self.state if pair[0] != name), (name, value)])

    def sort_url(self, sort: str) -> str:
        """The list in the order ``sort``, or turned round (``-sort``) where it already has that order."""
        if self.form.sort == sort and f"-{sort}" in self.form.sorts:
            sort = f"-{sort}"
        return self.url_with("sort", sort)

    def sort_state(self, sort: str) -> str:
        """ "ascending", "descending" or "none": the value of ``aria-sort`` for a heading."""
        return {sort: "ascending", f"-{sort}": "descending"}.get(self.form.sort, "none")

    def page_url(self, number: int) -> str:
        return self.url([*self.state, ("page", number if number > 1 else "")])

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page.number + 1) if self.page.has_next() else ""

    @cached_property
    def pages(self) -> list[PageLink]:
        """First, last and the neighbours of this page, with gaps between; empty for a single page."""
        last, here = self.page.paginator.num_pages, self.page.number
        if last < 2:
            return []
        shown = sorted(number for number in {1, here - 1, here, here + 1, last} if 1 <= number <= last)
        links: list[PageLink] = []
        before = 0
        for number in shown:
            if number - before == 2:
                links.append(PageLink(number - 1, self.page_url(number - 1)))
            elif number - before > 2:
                links.append(PageLink(None))
            links.append(PageLink(number, self.page_url(number), current=number == here))
            before = number
        return links


M = TypeVar("M", bound=Model)


class BoundedPaginator(Paginator):
    """Counts and shows no more than ``most`` rows: counting a table that grows for ever takes longer every day."""

    def __init__(self, rows: Any, per_page: int, most: int) -> None:
        super().__init__(rows[: most + 1], per_page)
        self.most = most
        self.has_more = False

    @cached_property
    def count(self) -> int:
        found: int = super().count
        self.has_more = found > self.most
        return min(found, self.most)


def list_page(
    request: HttpRequest,
    form: ListForm,
    rows: QuerySet[M] | Sequence[Any],
    per_page: int = 50,
    most: int | None = None,
) -> ListPage[Any]:
    """Filter, sort and cut ``rows`` as the address asks; two queries for a queryset: the count and the page.

    A page number that is no number means the first page, one past the end the last. ``most``: for tables that grow for
    ever, how many rows to count and to page through at most.
    """
    narrowed = form.arrange(form.narrow(rows))
    paginator = Paginator(narrowed, per_page) if most is None else BoundedPaginator(narrowed, per_page, most)
    page = paginator.get_page(request.GET.get("page"))
    return ListPage(path=request.path, form=form, page=page)


def alphabet(names: Iterable[str]) -> list[tuple[str, bool]]:
    """A to Z, each with whether any of ``names`` begins with it, for ``components/alphabet.html``."""
    initials = {name[:1].upper() for name in names}
    return [(letter, letter in initials) for letter in ascii_uppercase]
