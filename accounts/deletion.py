"""Deletes accounts: asked for by the person, carried out after 14 days to think it over."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit, privacy
from accounts.models import DeletionRequest, User
from accounts.programmes import only_owner_of
from common.refusals import Refused
from notifications.outbox import queue_email

log = structlog.get_logger(__name__)

TIME_TO_THINK = timedelta(days=14)
# For so long the proof that an account was deleted keeps the address of the letter that said so.
LAST_ADDRESS_STAYS = timedelta(days=30)


class OnlyOwner(Refused):
    """Somebody depends on this account: it is the only owner of a programme."""


class OnlySiteAdmin(Refused):
    """This is the only account that may administer the site. Make somebody else a site administrator first."""


def open_request(user: User) -> DeletionRequest | None:
    """The person's request that is neither carried out nor withdrawn."""
    return DeletionRequest.objects.open().filter(user=user).first()


@transaction.atomic
def ask_for_deletion(user: User, *, now: datetime) -> DeletionRequest:
    """Ask for an account to be deleted in 14 days. Asking twice is the same as once.

    Raises OnlyOwner, naming the programmes, or OnlySiteAdmin.
    """
    # Site administrators come one by one, so that they cannot all leave at once.
    ours = Q(pk=user.pk) | Q(is_superuser=True) if user.is_superuser else Q(pk=user.pk)
    list(User.objects.select_for_update(no_key=True).filter(ours).order_by("pk"))
    if (request := open_request(user)) is not None:
        return request
    if owned := only_owner_of(user):
        names = ", ".join(programme.name for programme in owned)
        raise OnlyOwner(f"You are the only owner of {names}. Make somebody else an owner first.")
    if user.is_superuser and not _other_site_admins(user).exists():
        raise OnlySiteAdmin
    request = DeletionRequest.objects.create(user=user, asked_at=now, due_at=now + TIME_TO_THINK)
    audit.record(actor=user, action="accounts.deletion_asked", about=request, subject=user, now=now)
    queue_email(
        letter="accounts.deletion_asked", about_id=request.pk, key=f"accounts.deletion_asked:{request.pk}", now=now
    )
    return request


def _other_site_admins(user: User) -> QuerySet[User]:
    """None who is about to leave, so that they cannot all leave together."""
    admins = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return admins.exclude(deletion_requests__in=DeletionRequest.objects.open())


@transaction.atomic
def keep_account(user: User, *, now: datetime) -> None:
    """Withdraw the request. Without one nothing happens."""
    request = DeletionRequest.objects.open().select_for_update().filter(user=user).first()
    if request is not None:
        request.cancelled_at = now
        request.save()
        audit.record(actor=user, action="accounts.deletion_withdrawn", about=request, subject=user, now=now)


def erase_due_accounts(*, now: datetime) -> int:
    """Carry out every request whose time has come, each by itself. Returns how many.

    One that fails is logged and tried again at the next run; it does not hold up the others.
    """
    erased = 0
    for request_id in list(DeletionRequest.objects.due(now).order_by("due_at").values_list("pk", flat=True)):
        try:
            erased += _carry_out(request_id, now)
        except Exception:
            log.exception("account_not_erased", request=request_id)
    return erased


@transaction.atomic
def _carry_out(request_id: int, now: datetime) -> bool:
    request = DeletionRequest.objects.due(now).select_for_update().filter(pk=request_id).first()
    if request is None or request.user is None:
        return False
    user = request.user
    request.erased_at, request.last_address = now, user.email
    request.save()
    audit.record(actor=None, action="accounts.account_erased", about=request, subject=user, now=now)
    privacy.erase(user, now=now)
    queue_email(
        letter="accounts.account_erased", about_id=request.pk, key=f"accounts.account_erased:{request.pk}", now=now
    )
    return True


def forget_last_addresses(*, now: datetime) -> int:
    """Blank the addresses that were kept for the last letter. Returns how many."""
    old = DeletionRequest.objects.filter(erased_at__lt=now - LAST_ADDRESS_STAYS).exclude(last_address="")
    return old.update(last_address="")
