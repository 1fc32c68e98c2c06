"""A job or a goal in a person's own words, read as a level of the catalogue."""

from typing import Any

from django import forms

from careers.posts import Kind, Post, Posts
from common.forms import OneLineField, styled

MOST_CHOICES = 12
DATALIST = "levels"


def levels_meant(posts: Posts, text: str) -> tuple[Post, ...]:
    """The levels that somebody may mean who types ``text``, the likeliest first; one, if there is no doubt."""
    levels: dict[Post, None] = {}
    for post in posts.meant_goal(text):
        found = posts.frame.role_levels[post.index] if post.kind is Kind.ROLE else (post.index,)
        levels |= dict.fromkeys(posts.level[level] for level in found)
    return tuple(levels)


def level_field(label: str, hint: str = "") -> OneLineField:
    """A box for the name of a level, with suggestions where the browser can."""
    return OneLineField(
        label=label, help_text=hint, required=False, max_length=200,
        widget=forms.TextInput(attrs={"list": DATALIST, "autocapitalize": "none", "autocomplete": "off"}),
        error_messages={"max_length": "Shorten this to at most 200 characters"},
    )  # fmt: skip


class LevelForm(forms.Form):
    """One job or goal. Where words may mean several levels the form asks which one."""

    mark_optional = False

    name = level_field("")

    def __init__(self, data: Any = None, *, posts: Posts, label: str, hint: str, which: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.posts, self.which = posts, which
        self.fields["name"].label, self.fields["name"].help_text = label, hint
        self.meant: Post | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text = data.get("name")
        if not text:
            return data
        meant = levels_meant(self.posts, text)[:MOST_CHOICES]
        if not meant:
            self.add_error("name", f"We do not know “{text[:60]}”. Try a plainer name, or leave this empty")
        elif len(meant) == 1:
            self.meant = meant[0]
        else:
            choices = [(post.key, post.name) for post in meant]
            field = forms.ChoiceField(label=self.which, choices=choices, widget=forms.RadioSelect, required=False)
            self.fields["which"] = styled(field, small=True)
            chosen = self.data.get(self.add_prefix("which"), "")
            self.meant = next((post for post in meant if post.key == chosen), None)
            if self.meant is None:
                self.add_error("which", "Choose the one you mean, or write another name above")
        return data

    @property
    def slug(self) -> str:
        """The level of a valid form by its slug; empty if none was named."""
        return self.posts.frame.levels.slugs[self.meant.index] if self.meant else ""
