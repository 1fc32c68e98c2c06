"""Files for a round: sent, looked at, their columns understood, confirmed. Nothing is written before that."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.http_methods import GET_OR_POST
from common.lists import ListForm, list_page
from mentoring.forms.round_files import ColumnsForm, ConfirmForm, FileForm, GradesForm
from mentoring.models import Round, RoundFile
from mentoring.rounds.files.applying import apply_people, plan_people
from mentoring.rounds.files.columns import columns_of, missing_columns, save_columns
from mentoring.rounds.files.decoding import FileNotUnderstood, Table, table_of
from mentoring.rounds.files.grades import grades_of, save_grades
from mentoring.rounds.files.keeping import keep_file
from mentoring.rounds.files.pairs import apply_pairs, read_pairs
from mentoring.rounds.files.reading import read_people
from mentoring.views.rounds import run_round, signed_in

NOTES_SHOWN = 200
OF_PEOPLE = (RoundFile.Kind.PEOPLE, RoundFile.Kind.MENTORS, RoundFile.Kind.MENTEES)


@GET_OR_POST
def file_add(request: HttpRequest, round_id: str) -> HttpResponse:
    """Send a file. It is only kept to be looked at."""
    round_ = _open_round(request, round_id)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            kept = keep_file(
                round_, kind=kind, name=str(file.name), content=file.read(), actor=signed_in(request),
                now=timezone.now(),
            )  # fmt: skip
        except FileNotUnderstood as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("mentoring:file_preview", round_.uuid, kept.uuid)
    return render(request, "mentoring/round_file_add.html", {"round": round_, "form": form})


@GET_OR_POST
def file_preview(request: HttpRequest, round_id: str, file_id: str) -> HttpResponse:
    """What a file would change, row by row. A POST says what its columns hold, and shows it again."""
    round_ = _open_round(request, round_id)
    file = get_object_or_404(round_.files, uuid=file_id)
    table = table_of(file.text)
    columns = columns_of(file.kind, table.headings, round_.programme)
    given = request.POST if request.method == "POST" else None
    form = ColumnsForm(given, kind=file.kind, headings=table.headings, columns=columns)
    if request.method == "POST" and form.is_valid():
        save_columns(round_.programme, file.kind, form.columns)
        messages.success(request, "Kept for the next file of this programme too.")
        return redirect("mentoring:file_preview", round_.uuid, file.uuid)
    missing = missing_columns(file.kind, columns)
    context: dict[str, Any] = {
        "round": round_, "file": file, "form": form, "missing": missing, "rows": len(table.rows) + len(table.bad),
        "confirm": ConfirmForm(),
        "left_out": [heading for heading in table.headings if not columns[heading]],
    }  # fmt: skip
    if not missing:
        context |= _preview(request, round_, file, table, columns)
    return render(request, "mentoring/round_file_preview.html", context)


def _preview(
    request: HttpRequest, round_: Round, file: RoundFile, table: Table, columns: dict[str, str]
) -> dict[str, Any]:
    if file.kind not in OF_PEOPLE:
        pairs = read_pairs(round_, table, file.kind, columns)
        return {"pairs": pairs, "notes": pairs.notes[:NOTES_SHOWN], "note_count": len(pairs.notes),
                "errors": len(pairs.errors), "warnings": 0, "usable": len(pairs.rows)}  # fmt: skip
    people = read_people(table, file.kind, columns, grades_of(round_.programme))
    plan = plan_people(round_, people.entries, with_experiences=False)
    named = any(words for entry in people.entries for words in entry.experiences.values())
    return {
        "plan": plan, "notes": people.notes[:NOTES_SHOWN], "note_count": len(people.notes),
        "errors": len(people.errors), "warnings": len(people.warnings), "usable": len(people.entries),
        "names_experiences": named, "list": list_page(request, ListForm(request.GET), plan.steps),
    }  # fmt: skip


@require_POST
def file_confirm(request: HttpRequest, round_id: str, file_id: str) -> HttpResponse:
    """Write what was previewed. Rows with an error are left out."""
    round_ = _open_round(request, round_id)
    file = get_object_or_404(round_.files, uuid=file_id)
    table = table_of(file.text)
    columns = columns_of(file.kind, table.headings, round_.programme)
    form = ConfirmForm(request.POST)
    if missing_columns(file.kind, columns) or not form.is_valid():
        return redirect("mentoring:file_preview", round_.uuid, file.uuid)
    actor, now = signed_in(request), timezone.now()
    if file.kind in OF_PEOPLE:
        people = read_people(table, file.kind, columns, grades_of(round_.programme))
        done = apply_people(round_, people.entries, **form.cleaned_data, actor=actor, now=now)
        words = f"{done.joined} joined, {done.filled} got details filled in, {done.unchanged} were there already."
        messages.success(request, f"The file is in: {words}")
        for note in done.notes:
            messages.warning(request, f"Row {note.row} was left out: {note.sentence}")
        then = "mentoring:round_people"
    else:
        pairs = read_pairs(round_, table, file.kind, columns)
        apply_pairs(round_, file.kind, pairs, actor=actor, now=now)
        words = f"{pairs.new} new, {pairs.changed} changed, {pairs.unchanged} as they were."
        messages.success(request, f"The file is in: {words}")
        then = "mentoring:round_detail" if file.kind == RoundFile.Kind.SCORES else "mentoring:round_bonds"
    save_columns(round_.programme, file.kind, columns)
    file.delete()
    return redirect(then, round_.uuid)


@require_POST
def file_discard(request: HttpRequest, round_id: str, file_id: str) -> HttpResponse:
    """Throw a file away that was not confirmed."""
    round_ = run_round(request, round_id)
    get_object_or_404(round_.files, uuid=file_id).delete()
    messages.success(request, "The file is deleted. Nothing of it was used.")
    return redirect("mentoring:round_detail", round_.uuid)


@GET_OR_POST
def round_grades(request: HttpRequest, round_id: str) -> HttpResponse:
    """Which band each grade in files stands for, in this programme."""
    round_ = run_round(request, round_id)
    grades = grades_of(round_.programme)
    form = GradesForm(request.POST if request.method == "POST" else None, grades=grades)
    if request.method == "POST" and form.is_valid():
        save_grades(round_.programme, form.table)
        messages.success(request, "The table is saved. It counts for every file of the programme from now on.")
        return redirect("mentoring:round_grades", round_.uuid)
    return render(request, "mentoring/round_grades.html", {"round": round_, "form": form})


def _open_round(request: HttpRequest, round_id: str) -> Round:
    round_ = run_round(request, round_id)
    if round_.state == Round.State.CLOSED:
        raise Http404
    return round_
