"""Starts programmes and says who is in their teams, in which role, and who stands in while they are away."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from accounts import audit
from accounts.handing_over import hand_over, successors
from accounts.models import DeletionRequest, Programme, ProgrammeRole, User
from accounts.roles import is_site_admin
from common.refusals import Refused
from notifications.outbox import queue_email

Role = ProgrammeRole.Role
# Three months: nobody should keep somebody else's access because an end was forgotten.
LONGEST_AWAY = timedelta(days=92)


class ProgrammeNameTaken(Refused):
    """Another programme has that name, or one that reads the same in an address. Choose a different name."""


class NobodyHasThatAddress(Refused):
    """Nobody has confirmed that address here. Ask them to create an account first, or check for a slip."""


class HasThatRoleAlready(Refused):
    """They have that role in this programme already."""


class LastOwner(Refused):
    """A programme needs an owner. Make somebody else an owner first."""


class OnlyOwnersChooseOwners(Refused):
    """You stand in for an owner. Only an owner or a site administrator may make somebody an owner, or remove one."""


class CannotTakeItOver(Refused):
    """They do not have this role, or no longer. Choose somebody else, or let it go back to the team."""


class CannotStandInForThemselves(Refused):
    """Nobody can stand in for themselves. Name somebody else."""


class AwayEndsBeforeItBegins(Refused):
    """The last day away must not be before the first."""


class AwayIsOver(Refused):
    """The last day away has passed already."""


class AwayTooLong(Refused):
    """Nobody stands in for longer than 3 months at a time. Choose an earlier last day, and name them again then."""


def save_programme(
    programme: Programme | None, *, name: str, provider: str, reply_to: str, actor: User, now: datetime
) -> Programme:
    """Start a programme, whose owner is then the actor, or change one. Raises ProgrammeNameTaken.

    The address of its pages is made from the first name and stays when the name changes.
    """
    is_new = programme is None
    programme = programme or Programme(slug=_slug(name))
    programme.name, programme.provider, programme.reply_to = name, provider, reply_to
    try:
        with transaction.atomic():
            programme.save()
            action = "accounts.programme_started" if is_new else "accounts.programme_changed"
            audit.record(actor=actor, action=action, about=programme, scope=programme.scope, now=now)
            if is_new:
                ProgrammeRole.objects.create(programme=programme, user=actor, role=Role.OWNER)
    except IntegrityError:
        raise ProgrammeNameTaken from None
    return programme


def _slug(name: str) -> str:
    slug = slugify(name)[:80]
    return "add-programme" if slug == "add" else slug  # …/programmes/add/ is where one is added


def give_role(programme: Programme, *, email: str, role: str, actor: User, now: datetime) -> ProgrammeRole:
    """Put the person with this address into the team. Raises NobodyHasThatAddress, HasThatRoleAlready,
    OnlyOwnersChooseOwners."""
    user = person_with_address(email)
    if role == Role.OWNER:
        _check_owner(programme, actor)
    with transaction.atomic():
        given, is_new = ProgrammeRole.objects.get_or_create(programme=programme, user=user, role=role)
        if not is_new:
            raise HasThatRoleAlready
        audit.record(
            actor=actor, action="accounts.role_given", about=given, subject=user, scope=programme.scope,
            detail={"role": role}, now=now,
        )  # fmt: skip
        queue_email(
            letter="accounts.role_given", about_id=given.pk, key=f"accounts.role_given:{given.pk}",
            scope=programme.scope, now=now,
        )  # fmt: skip
    return given


def take_role(given: ProgrammeRole, *, to: User | None = None, actor: User, now: datetime) -> None:
    """Take somebody out of the team. What they have open goes to ``to``, or back to the team. Letters that the team
    holds belong to the programme and stay. Raises LastOwner, OnlyOwnersChooseOwners, CannotTakeItOver.
    """
    if given.role == Role.OWNER:
        _check_owner(given.programme, actor)
    with transaction.atomic():
        # Two owners who take each other out at once must not leave none.
        programme = Programme.objects.select_for_update().get(pk=given.programme_id)
        if given.role == Role.OWNER and not other_owners(programme, given.user).exists():
            raise LastOwner
        if to is not None and to not in successors(given):
            raise CannotTakeItOver
        hand_over(given, to, actor=actor, now=now)
        audit.record(
            actor=actor, action="accounts.role_taken", about=given, subject=given.user, scope=programme.scope,
            detail={"role": given.role, "to": to.pk if to else None}, now=now,
        )  # fmt: skip
        given.delete()


def hand_over_now(given: ProgrammeRole, to: User, *, actor: User, now: datetime) -> None:
    """Give what is open to somebody else with the role, who keeps theirs: for those who are away for long.

    Raises CannotTakeItOver.
    """
    with transaction.atomic():
        if to not in successors(given):
            raise CannotTakeItOver
        hand_over(given, to, actor=actor, now=now)
        audit.record(
            actor=actor, action="accounts.work_handed_over", about=given, subject=given.user,
            scope=given.programme.scope, detail={"to": to.pk}, now=now,
        )  # fmt: skip


def name_deputy(
    given: ProgrammeRole, *, email: str, away_from: date, away_until: date | None, actor: User, now: datetime
) -> None:
    """Let somebody stand in for a role on the days from first to last; without a last day, as long as it may be.

    Raises NobodyHasThatAddress, CannotStandInForThemselves, AwayEndsBeforeItBegins, AwayIsOver, AwayTooLong.
    """
    deputy = person_with_address(email)
    longest = min(away_from, date.max - LONGEST_AWAY) + LONGEST_AWAY
    away_until = away_until or longest
    if deputy == given.user:
        raise CannotStandInForThemselves
    if away_until < away_from:
        raise AwayEndsBeforeItBegins
    if away_until > longest:
        raise AwayTooLong
    if away_until < timezone.localdate(now):
        raise AwayIsOver
    with transaction.atomic():
        given.deputy, given.away_from, given.away_until = deputy, away_from, away_until
        given.save()
        scope = given.programme.scope
        audit.record(
            actor=actor, action="accounts.deputy_named", about=given, subject=deputy, scope=scope,
            detail={"from": away_from.isoformat(), "until": away_until.isoformat()}, now=now,
        )  # fmt: skip
        queue_email(
            letter="accounts.deputy_named",
            about_id=given.pk,
            key=f"accounts.deputy_named:{given.pk}:{deputy.pk}:{away_from}:{away_until}",
            scope=scope,
            now=now,
        )


def end_deputy(given: ProgrammeRole, *, actor: User, now: datetime) -> None:
    """Nobody stands in for this role any more."""
    with transaction.atomic():
        deputy, given.deputy = given.deputy, None
        given.away_from = given.away_until = None
        given.save()
        audit.record(
            actor=actor, action="accounts.deputy_ended", about=given, subject=deputy, scope=given.programme.scope,
            now=now,
        )  # fmt: skip


def person_with_address(email: str) -> User:
    """The active person who has confirmed this address as one of theirs. Raises NobodyHasThatAddress."""
    address = EmailAddress.objects.filter(email__iexact=email.strip(), verified=True, user__is_active=True)
    found = address.select_related("user").first()
    if found is None:
        raise NobodyHasThatAddress
    user: User = found.user
    return user


def _check_owner(programme: Programme, actor: User) -> None:
    """Standing in ends with the days away, so what is done meanwhile must not outlast them."""
    if not is_site_admin(actor) and not programme.roles.filter(user=actor, role=Role.OWNER).exists():
        raise OnlyOwnersChooseOwners


def other_owners(programme: Programme, user: User) -> QuerySet[ProgrammeRole]:
    """The owners of a programme besides this person; none who is gone, or has asked for their account to be deleted."""
    owners = ProgrammeRole.objects.filter(programme=programme, role=Role.OWNER, user__is_active=True)
    return owners.exclude(user=user).exclude(user__deletion_requests__in=DeletionRequest.objects.open())


def only_owner_of(user: User) -> list[Programme]:
    """The programmes that would have no owner without this person, locked: two who leave at once come one by one.

    Call it in a transaction.
    """
    owned = ProgrammeRole.objects.filter(user=user, role=Role.OWNER).values("programme")
    programmes = Programme.objects.select_for_update(no_key=True).filter(pk__in=owned).order_by("pk")
    return [programme for programme in programmes if not other_owners(programme, user).exists()]
