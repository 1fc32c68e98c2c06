"""The people of the demo world who can be signed in as, and their password."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from accounts.models import Profile, User
from portal.worlds.people import World, profile_of

# By what they are called in the list: address, name, place in the list of jobs, and where they begin.
PEOPLE: Mapping[str, tuple[str, str, int, str]] = {
    "Aspiring leader": ("leader@example.org", "Amara Okafor", 1, "/me/"),
    "Applicant": ("applicant@example.org", "Tomos Griffiths", 11, "/me/applications/"),
    "Fellow": ("fellow@example.org", "Priya Nair", 4, "/me/fellowship/"),
    "Mentor": ("mentor@example.org", "Winston Clarke", 12, "/me/mentoring/"),
    "Adviser": ("adviser@example.org", "Ruth Lamb", 21, "/advising/"),
    "Facilitator": ("facilitator@example.org", "Sanjay Desai", 6, "/sets/"),
    "Reviewer": ("reviewer@example.org", "Eilidh Fraser", 3, "/reviews/"),
    "Programme admin": ("admin@example.org", "Mandeep Gill", 15, "/staff/cohorts/"),
    "Programme owner": ("owner@example.org", "Helen Vaughan", 16, "/staff/programmes/"),
    "Site administrator": ("site@example.org", "Yusuf Rahman", 12, "/staff/people/"),
}


def demo_password() -> str:
    """The password of all demo people: another one on each machine, the same at every start. It is no secret there."""
    return "demo-" + salted_hmac("portal.worlds.demo", "password", secret=settings.SECRET_KEY).hexdigest()[:8]


def make_demo_people(world: World) -> dict[str, User]:
    """Those who can be signed in as, with verified addresses, by what they are called."""
    password = make_password(demo_password())
    made = {}
    for called, (address, name, job, _) in PEOPLE.items():
        is_site = called == "Site administrator"
        user = User.objects.create(
            email=address, name=name, password=password, is_staff=is_site, is_superuser=is_site,
            joined_at=world.ago(300), last_login=world.ago(1),
        )  # fmt: skip
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        profile = profile_of(world, user, job)
        if called in ("Reviewer", "Adviser", "Facilitator", "Programme admin", "Programme owner"):
            profile.organisation, profile.region = world.employers[-1], ""
        profile.save()
        made[called] = user
    Profile.objects.filter(user=made["Fellow"]).update(line_manager_email="line.manager@example.org")
    return made


def has_demo_people() -> bool:
    """Whether a world was made here: its people who can be signed in as are there once."""
    return User.objects.filter(email__in=[address for address, *_ in PEOPLE.values()]).exists()


def sign_ins() -> list[str]:
    """Lines to print while the demo people are there and have the password; none otherwise."""
    owner = User.objects.filter(email=PEOPLE["Programme owner"][0]).first()
    if owner is None or not owner.check_password(demo_password()):
        return []
    there = set(User.objects.filter(email__in=[one[0] for one in PEOPLE.values()]).values_list("email", flat=True))
    lines = [f"  {called:<19} {row[0]:<25} {row[3]}" for called, row in PEOPLE.items() if row[0] in there]
    head = f"Everybody in it is invented. Sign in at /account/login/, all with the password  {demo_password()}"
    return [head, *lines]
