"""What the outbox is there to avoid: a task that is the mail."""

from celery import shared_task
from django.core.mail import EmailMessage
from django.utils import timezone

from notifications.composing import message_id_of
from notifications.letters import Mail, letter_called


@shared_task(name="letterbox.send_at_once", queue="mail")
def send_at_once(user_id: int) -> None:
    mail = letter_called("letterbox.dear").render(user_id, timezone.now())
    if isinstance(mail, Mail):
        headers = {"Message-ID": message_id_of(f"letterbox.dear:{user_id}")}
        EmailMessage("Hello", "Hello", to=[mail.to], headers=headers).send()
