"""Posts: the jobs that people hold or want, as they stand in an address and as people write them.

A post is a starting point, a level, or a role as a whole. In an address it is its slug; where a role and one of its
levels share a slug the level is meant, and ``role:slug`` is the role at any level.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from careers.frame import NO_BAND, Frame
from careers.search import Item, find_posts, suggest_levels
from careers.search import Kind as SearchKind
from common.vocabulary import Band

SURE = 3.0  # the score of a search result whose whole name, or a synonym of it, was typed
DOUBT = 0.6  # another post with this share of the best score may be meant as well


class Kind(Enum):
    POINT = "starting point"
    LEVEL = "level"
    ROLE = "role"


@dataclass(frozen=True)
class Post:
    """A job. ``index`` is its place among the frame's starting points, levels or roles."""

    kind: Kind
    index: int
    key: str  # in an address
    name: str  # for people; no two posts have the same


class Posts:
    """All posts of a frame, found by key or by name."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.by_key: dict[str, Post] = {}
        self.by_name: dict[str, Post] = {}
        self._add(self._points())
        self._add(self._levels())
        self._add(self._roles())

    def _points(self) -> Iterator[Post]:
        for index, (slug, name) in enumerate(zip(self.frame.points.slugs, self.frame.points.names, strict=True)):
            yield Post(Kind.POINT, index, slug, name)

    def _levels(self) -> Iterator[Post]:
        for index, (slug, name) in enumerate(zip(self.frame.levels.slugs, self.frame.levels.names, strict=True)):
            role = self.frame.roles.names[self.frame.level_role[index]]
            unlike = f"{name} ({role})" if folded(name) in self.by_name else name
            yield Post(Kind.LEVEL, index, f"level:{slug}" if slug in self.by_key else slug, unlike)

    def _roles(self) -> Iterator[Post]:
        for index, (slug, name) in enumerate(zip(self.frame.roles.slugs, self.frame.roles.names, strict=True)):
            unlike = f"{name} (any level)" if folded(name) in self.by_name else name
            yield Post(Kind.ROLE, index, f"role:{slug}" if slug in self.by_key else slug, unlike)

    def _add(self, posts: Iterator[Post]) -> None:
        for post in posts:
            self.by_key[post.key] = post
            self.by_name.setdefault(folded(post.name), post)

    def named(self, text: str) -> Post | None:
        """The post with exactly this key or name, whatever the capitals and spaces."""
        return self.by_key.get(text.strip()) or self.by_name.get(folded(text))

    def meant_now(self, text: str, band: str = "") -> tuple[Post, ...]:
        """What someone may be who writes ``text``: starting points and levels, the likeliest first.

        One, if there is no doubt. A role means its level of the same name; where none has it, the levels whose typical
        band holds ``band``, or all of them.
        """
        return self._meant(text, find_posts, lambda post: self._levels_of(post, band))

    def meant_goal(self, text: str) -> tuple[Post, ...]:
        """What someone may want who types ``text``: levels and roles, likeliest first; one, if there is no doubt."""
        return self._meant(text, suggest_levels, lambda post: () if post.kind is Kind.POINT else (post,))

    def _meant(
        self, text: str, find: Callable[[str], list[Item]], fits: Callable[[Post], tuple[Post, ...]]
    ) -> tuple[Post, ...]:
        named = self.named(text)
        if named and (posts := fits(named)):
            return posts
        scored: dict[Post, float] = {}
        for item in find(text):
            if post := self._of_item(item):
                for fitting in fits(post):
                    scored.setdefault(fitting, item.score)
        if not scored:
            return ()
        best, *others = scored.values()
        sure = best >= SURE and all(score < DOUBT * best for score in others)
        return tuple(scored)[:1] if sure else tuple(scored)

    def _of_item(self, item: Item) -> Post | None:
        """The post of a search result; None where the search knows one that this frame does not."""
        if item.kind == SearchKind.STARTING_POINT:
            return self.point.get(self.frame.points.index.get(item.slug, -1))
        if item.kind == SearchKind.LEVEL:
            return self.level.get(self.frame.levels.index.get(item.slug, -1))
        return self.by_name.get(folded(item.title))  # a role's name, which one of its levels may have too

    def _levels_of(self, post: Post, band: str) -> tuple[Post, ...]:
        if post.kind is not Kind.ROLE:
            return (post,)
        levels = self.frame.role_levels[post.index]
        rank = Band(band).rank if band in Band.values else NO_BAND
        fitting = [level for level in levels if self.frame.band_low[level] <= rank <= self.frame.band_high[level]]
        return tuple(self.level[level] for level in (fitting or levels))

    @cached_property
    def point(self) -> dict[int, Post]:
        """The posts that are starting points, by index of the starting point."""
        return {post.index: post for post in self.by_key.values() if post.kind is Kind.POINT}

    @cached_property
    def level(self) -> dict[int, Post]:
        """The posts that are levels, by index of the level."""
        return {post.index: post for post in self.by_key.values() if post.kind is Kind.LEVEL}

    @cached_property
    def role(self) -> dict[int, Post]:
        """The posts that are roles at any level, by index of the role."""
        return {post.index: post for post in self.by_key.values() if post.kind is Kind.ROLE}

    def outside(self, level: int) -> Post | None:
        """The starting point for people who do a job like this one elsewhere: "Data analyst outside health"."""
        for name in (self.frame.levels.names[level], self.frame.roles.names[self.frame.level_role[level]]):
            for post in self.point.values():
                if post.name.startswith(f"{name} outside "):
                    return post
        return None

    @cached_property
    def starting_names(self) -> tuple[str, ...]:
        """What to offer to someone who says where they are: starting points, then roles."""
        return (*self.frame.points.names, *self.role_names)

    @cached_property
    def role_names(self) -> tuple[str, ...]:
        """What to offer to someone who says where they want to go."""
        return tuple(sorted(self.frame.roles.names))


def folded(text: str) -> str:
    """What two spellings of one name share."""
    return " ".join(text.split()).casefold()


@lru_cache(maxsize=2)
def posts_of(frame: Frame) -> Posts:
    """The posts of a frame, made once for each."""
    return Posts(frame)
