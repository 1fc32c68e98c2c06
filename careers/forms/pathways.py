"""The question that the pathways page answers: where am I, where do I want to go, and what would I accept?"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse

from careers.posts import Post, Posts
from common.forms import DesignSystemBoundField, styled
from common.vocabulary import Band, Profession

MOST_POSTS = 3
NOW = ("now_1", "now_2", "now_3")
NO_PROFESSION = "NONE"
DOWN = {"0": "No", "1": "Yes, one band", "any": "Yes, as many as it takes"}
DEFAULT_DOWN = "1"


class NowBoundField(DesignSystemBoundField):
    """One of the boxes that share the name ``from`` in the address, each with an id of its own."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.html_name = "from"

    @property
    def auto_id(self) -> str:
        return f"id_{self.name}"

    @property
    def data(self) -> Any:
        return self.form.data.get(self.name)


def _post_field(label: str, *, offered: str, hint: str = "", **options: Any) -> forms.CharField:
    """A text box; browsers that can suggest the names in the datalist ``offered``."""
    return forms.CharField(
        required=False,
        max_length=200,
        label=label,
        help_text=hint,
        widget=forms.TextInput(attrs={"list": offered, "autocapitalize": "none"}),
        error_messages={"max_length": "Shorten this to at most 200 characters"},
        **options,
    )


def _now_field(label: str, hint: str = "") -> forms.CharField:
    return _post_field(label, offered="posts-now", hint=hint, bound_field_class=NowBoundField)


@dataclass(frozen=True)
class Unclear:
    """Something typed that may mean several posts: the name of its parameter, the words, and the posts."""

    parameter: str
    text: str
    choices: tuple[Post, ...]


class PathwaysForm(forms.Form):
    """Reads the address of the pathways page.

    It is bound only where both ends were sent, even if empty: a link that knows one end opens the form with that end
    filled in and does not complain about the other. ``change`` opens it filled in with both ends. Once valid,
    ``unclear`` says what has several meanings; if nothing has, ``now`` (one to three posts) and ``goal`` hold the ends.
    """

    use_required_attribute = False
    mark_optional = False

    now_1 = _now_field("What do you do now?", "A job or a situation, such as nurse, ward clerk or recent graduate")
    now_2 = _now_field("A second job that you do as well")
    now_3 = _now_field("A third job that you do as well")
    band = forms.ChoiceField(
        required=False,
        label="Your pay band",
        choices=[("", "No band, or not sure"), *Band.choices],
        error_messages={"invalid_choice": "Choose your pay band from the list"},
    )
    to = _post_field(
        "Where do you want to go?",
        offered="posts-goal",
        hint="A role or one of its levels, such as digital change manager or lead data analyst",
    )
    profession = forms.ChoiceField(
        required=False,
        label="Professional registration you hold",
        help_text="A few roles are open only to registered professionals",
        choices=[("", "The one that my job needs, if any"), (NO_PROFESSION, "None"), *Profession.choices],
        error_messages={"invalid_choice": "Choose your registration from the list"},
    )
    down = styled(
        forms.ChoiceField(
            required=False,
            label="Would you step down in band to get there?",
            choices=list(DOWN.items()),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Choose how far down you would step"},
        ),
        small=True,
    )

    def __init__(self, query: QueryDict, posts: Posts) -> None:
        self.posts = posts
        self.now: list[Post] = []
        self.goal: Post | None = None
        self.unclear: list[Unclear] = []
        self.read_as: list[tuple[str, Post]] = []
        self.asks_for_more_jobs = query.get("change") == "jobs"
        typed = list(dict.fromkeys(filter(None, (self._in_words(text) for text in query.getlist("from")))))
        self._typed_posts = len(typed)
        data = dict(zip(NOW, typed, strict=False))
        data |= {name: query.get(name, "").strip() for name in ("band", "profession", "down")}
        data |= {"to": self._in_words(query.get("to", "")), "down": data["down"] or DEFAULT_DOWN}
        complete = "from" in query and "to" in query and "change" not in query
        super().__init__(data if complete else None, initial=data)

    def _in_words(self, text: str) -> str:
        """What stands in the box: the name where the address holds a key."""
        post = self.posts.by_key.get(text.strip())
        return post.name if post else text.strip()

    def clean_down(self) -> str:
        return self.cleaned_data["down"] or DEFAULT_DOWN

    def clean(self) -> dict[str, Any]:
        """Find out which posts the words mean."""
        band = self.cleaned_data.get("band", "")
        for name in NOW:
            if text := self.cleaned_data.get(name):
                self._read(name, text, self.posts.meant_now(text, band))
        if not self._typed_posts:
            self.add_error("now_1", "Enter what you do now, such as nurse or recent graduate")
        if self._typed_posts > MOST_POSTS:
            self.add_error("now_1", f"Choose up to {MOST_POSTS} jobs: you gave {self._typed_posts}")
        if text := self.cleaned_data.get("to"):
            self._read("to", text, self.posts.meant_goal(text))
        elif "to" not in self.errors:
            self.add_error("to", "Enter where you want to go, such as digital change manager")
        return self.cleaned_data

    def _read(self, name: str, text: str, meant: tuple[Post, ...]) -> None:
        if not meant:
            self.add_error(name, _NOT_FOUND[name == "to"].format(text=shortened(text)))
            return
        if len(meant) > 1:
            self.unclear.append(Unclear("to" if name == "to" else "from", text, meant))
        elif name == "to":
            self.goal = meant[0]
        elif meant[0] not in self.now:
            self.now.append(meant[0])
        if len(meant) == 1 and self.posts.named(text) is None:
            self.read_as.append((text, meant[0]))

    def address(self, unclear: Unclear, post: Post) -> str:
        """The address of this question with ``post`` in the place of what was unclear."""
        texts = [(("to" if name == "to" else "from"), self.cleaned_data.get(name)) for name in (*NOW, "to")]
        chosen = (unclear.parameter, unclear.text)
        pairs = [(parameter, post.key if (parameter, text) == chosen else text) for parameter, text in texts]
        pairs += [(name, self.cleaned_data[name]) for name in ("band", "profession", "down")]
        return f"{reverse('careers:pathways')}?{urlencode([pair for pair in pairs if pair[1]])}"


_NOT_FOUND = (
    "We do not know a job called “{text}”. Try its plain name, such as nurse, project officer or data analyst",
    "We do not know a digital role called “{text}”. Try another name for it, or look through the list of roles",
)


def shortened(text: str) -> str:
    """What was typed, cut to fit into a sentence."""
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
