"""What people do during the load run: pages they read, places they book and give up, answers they save.

Everything goes over HTTP, as a browser sends it: a form is read from its page and posted with its token, and where an
answer leads elsewhere that page is fetched too. Nothing here knows Django.
"""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from benchmarks.browser import Browser, Form, Tally

RACERS = 12
SECONDS_BETWEEN_RACES = 10
WORDS = "We count how long people wait for a bed, and nobody believes the count. I want to mend that with the ward."
SOUGHT = ("nurse", "data", "anlyst", "safety", "scrum master", "reserch of users", "midwife", "project")


@dataclass
class Scene:
    """What the people have before them: addresses of things, sessions as cookies; see ``benchmarks.load``."""

    base: str
    seconds: float
    pause: float
    roles: Sequence[str]
    events: Sequence[str]
    races: Sequence[str]
    call: str
    cohorts: Sequence[str]
    members: Sequence[Mapping[str, str]]
    applicants: Sequence[tuple[Mapping[str, str], str]]
    racers: Sequence[Mapping[str, str]]
    staff: Mapping[str, Mapping[str, str]]
    login: tuple[str, str]


class Person:
    """Does one thing after another, drawn by weight, with a pause after each."""

    def __init__(self, scene: Scene, tally: Tally, number: int, of: int) -> None:
        self.scene, self.tally, self.draw = scene, tally, random.Random(number)
        self.visitor = Browser(scene.base, tally)
        self.members = [Browser(scene.base, tally, cookies) for cookies in scene.members[number::of]]
        self.applicants = [(Browser(scene.base, tally, one), path) for one, path in scene.applicants[number::of]]
        self.staff = {role: Browser(scene.base, tally, cookies) for role, cookies in scene.staff.items()}

    def live(self, until: float) -> None:
        things, weights = zip(*DOES.items(), strict=True)
        while time.monotonic() < until:
            self.draw.choices(things, weights)[0](self)
            time.sleep(self.draw.expovariate(1 / self.scene.pause) if self.scene.pause else 0)

    def browses_careers(self) -> None:
        self.visitor.get("roles", "/careers/roles/")
        self.visitor.get("a role", f"/careers/roles/{self.draw.choice(self.scene.roles)}/")

    def searches(self) -> None:
        self.visitor.get("search", f"/careers/search/?q={self.draw.choice(SOUGHT).replace(' ', '+')}")

    def looks_for_a_pathway(self) -> None:
        self.visitor.get("pathways", f"/careers/pathways/?from=nurse&band={self.draw.randint(3, 8)}")

    def browses_events(self) -> None:
        self.visitor.get("events", "/events/")
        self.visitor.get("an event", f"/events/{self.draw.choice(self.scene.events)}/")

    def looks_at_programmes(self) -> None:
        self.visitor.get("programmes", "/programmes/")
        self.visitor.get("start page of a call", self.scene.call)

    def looks_at_own_things(self) -> None:
        member = self.draw.choice(self.members)
        member.get("dashboard", "/me/")
        path = self.draw.choice(("/me/plan/", "/me/events/", "/me/profile/", "/mentors/"))
        # Without an assessment there is no plan yet, and the page leads to where one begins.
        member.get("plan, own events, profile, mentors", path, (200, 302))

    def assesses(self) -> None:
        """The next questions of an assessment, begun first if there is none."""
        member = self.draw.choice(self.members)
        page = member.get("assessment", "/assessment/skills/1/", (200, 302))
        if page is not None and page.status_code == 302:
            start = member.get("assessment", "/assessment/")
            page = start and member.post("answer of an assessment", start, (200, 302), now="nurse")
        for _ in range(2):
            if page is not None and Form(page.text).found:
                page = member.post("answer of an assessment", page, (200, 302))

    def books_or_gives_up(self) -> None:
        member, slug = self.draw.choice(self.members), self.draw.choice(self.scene.events)
        page = member.get("form for booking", f"/events/{slug}/book/", (200, 302))
        if page is None:
            return
        if page.status_code == 200:
            _book(member, page)
            return
        # They have a place, wait, or were offered one.
        page = member.get("an event, signed in", f"/events/{slug}/")
        if page is not None and f"/events/{slug}/confirm/" in page.text:
            member.post("confirm an offered place", page)
        elif page is not None and f"/events/{slug}/give-up/" in page.text:
            _give_up(member, slug)

    def applies(self) -> None:
        """Open an application and save one of its sections."""
        applicant, path = self.draw.choice(self.applicants)
        page = applicant.get("an application", path)
        if page is None:
            return
        sections = sorted({part for part in page.text.split('"') if part.startswith(path) and "/sections/" in part})
        part = self.draw.choice([*sections, f"{path}you/"])
        page = applicant.get("a section of an application", part)
        if page is not None:
            words = {name: f"{WORDS} {self.draw.random()}" for name in Form(page.text).multiline}
            applicant.post("save a section", page, (200, 302), **words)

    def runs_a_programme(self) -> None:
        admin, cohort = self.staff["admin"], self.draw.choice(self.scene.cohorts)
        admin.get("staff: cohorts", "/staff/cohorts/")
        admin.get("staff: applications", f"/staff/cohorts/{cohort}/applications/?sort=name")
        admin.get("staff: scores", f"/staff/cohorts/{cohort}/scores/")

    def looks_after_events(self) -> None:
        admin = self.staff["admin"]
        admin.get("staff: who comes", f"/staff/events/{self.draw.choice(self.scene.events)}/people/")
        admin.get("staff: outbox", "/staff/outbox/")

    def reviews_or_advises(self) -> None:
        self.staff["reviewer"].get("reviewer: to read", "/reviews/")
        self.staff["adviser"].get("adviser: fellows", "/advising/")

    def signs_in(self) -> None:
        browser = Browser(self.scene.base, self.tally)
        page = browser.get("form for signing in", "/account/login/")
        if page is not None:
            login, password = self.scene.login
            browser.post("sign in", page, login=login, password=password)


# How often people do what, in a hundred.
DOES: Mapping[Callable[[Person], None], int] = {
    Person.browses_careers: 17,
    Person.searches: 10,
    Person.looks_for_a_pathway: 6,
    Person.browses_events: 12,
    Person.looks_at_programmes: 6,
    Person.looks_at_own_things: 15,
    Person.assesses: 6,
    Person.books_or_gives_up: 13,
    Person.applies: 6,
    Person.runs_a_programme: 4,
    Person.looks_after_events: 2,
    Person.reviews_or_advises: 2,
    Person.signs_in: 1,
}


def _book(member: Browser, page: requests.Response) -> None:
    """Take a place, or join the waiting list if somebody was quicker."""
    kind = "join a waiting list" if "wait" in Form(page.text).given else "book a place"
    answer = member.post(kind, page, (200, 302))
    if answer is not None and "wait" in Form(answer.text).given:
        member.post("join a waiting list", answer)


def _give_up(member: Browser, slug: str) -> None:
    # An offer may have lapsed, or the place have gone, between the two pages.
    page = member.get("form for giving up", f"/events/{slug}/give-up/", (200, 404))
    if page is not None and page.status_code == 200:
        member.post("give up a place", page, (302, 404))


class Races:
    """Every few seconds twelve people take the last three places of an event at the same moment."""

    def __init__(self, scene: Scene, tally: Tally) -> None:
        self.scene, self.tally = scene, tally

    def live(self, until: float) -> None:
        for number, slug in enumerate(self.scene.races):
            if time.monotonic() >= until:
                return
            first = number * RACERS % len(self.scene.racers)
            self.race(slug, [*self.scene.racers, *self.scene.racers][first : first + RACERS])
            time.sleep(max(0, min(SECONDS_BETWEEN_RACES, until - time.monotonic())))

    def race(self, slug: str, racers: Sequence[Mapping[str, str]]) -> None:
        line = threading.Barrier(len(racers))
        threads = [
            threading.Thread(target=self._run, args=(Browser(self.scene.base, self.tally, one), slug, line))
            for one in racers
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _run(self, racer: Browser, slug: str, line: threading.Barrier) -> None:
        page = racer.get("form for booking", f"/events/{slug}/book/")
        line.wait()
        answer = page and racer.post("race for the last places", page, (200, 302))
        if answer is None:
            return
        if "wait" in Form(answer.text).given:
            racer.post("join a waiting list", answer)
        elif random.random() < 0.5:
            _give_up(racer, slug)


def warm_up(base: str) -> None:
    """Let each web process build what it keeps (the search index, the pathways), as it does once after it starts."""
    for path in ("/careers/search/?q=nurse", "/careers/pathways/?from=nurse&band=5", "/careers/roles/") * 6:
        with contextlib.suppress(requests.RequestException):
            requests.get(base + path, timeout=60)


def live(scene: Scene, users: int) -> tuple[Tally, float]:
    """So many people at once until the time is over, beside the races. Returns what happened and how long it took."""
    tally, began = Tally(), time.monotonic()
    people: list[Any] = [Person(scene, tally, number, users) for number in range(users)]
    threads = [
        threading.Thread(target=one.live, args=(began + scene.seconds,)) for one in (*people, Races(scene, tally))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally, time.monotonic() - began
