"""Files that applicants gave, for those who may read the answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts import audit
from fellowship.models import Application
from fellowship.views.guards import person


def file_answer(application: Application, question: str, **which: bool) -> HttpResponse:
    """The file, to be saved and not shown: what a stranger wrote runs in no page of this site. Raises Http404.

    ``which``: such as ``is_assessed=True``, what else must be true of the question.
    """
    asked = {f"question__{name}": value for name, value in which.items()}
    answer = application.answers.filter(question__uuid=question, file__isnull=False, **asked).first()
    if answer is None:
        raise Http404
    return HttpResponse(
        bytes(answer.file or b""), content_type=answer.file_type,
        headers={
            "Content-Disposition": content_disposition_header(True, answer.file_name) or "attachment",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )  # fmt: skip


def opened_file(request: HttpRequest, application: Application, question: str, **which: bool) -> HttpResponse:
    """The same for somebody else than the applicant: who opened whose file is kept. Raises Http404."""
    answer = file_answer(application, question, **which)
    audit.record(
        actor=person(request), action="fellowship.file_opened", about=application, subject=application.user,
        scope=application.call.cohort.programme.scope, detail={"question": question}, now=timezone.now(),
    )  # fmt: skip
    return answer
