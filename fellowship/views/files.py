"""Files that applicants gave, for those who may read the answer."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from fellowship.models import Application


def file_answer(application: Application, question: str) -> HttpResponse:
    """The file, to be saved and not shown: what a stranger wrote runs in no page of this site. Raises Http404."""
    answer = application.answers.filter(question__uuid=question, file__isnull=False).first()
    if answer is None:
        raise Http404
    return HttpResponse(
        bytes(answer.file or b""), content_type=answer.file_type,
        headers={
            "Content-Disposition": content_disposition_header(True, answer.file_name) or "attachment",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )  # fmt: skip
