"""What a browser would send for a form as it stands: its successful controls, by name."""

from html.parser import HTMLParser


class _Controls(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.data: dict[str, list[str]] = {}
        self.text_area: str | None = None
        self.select: tuple[str, bool] | None = None
        self.first_option = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name = has.get("name") or ""
        if tag == "form":
            self.inside = has.get("id") == self.form_id
        elif not self.inside or "disabled" in has:
            return
        elif tag == "input" and name and has.get("type") not in ("submit", "button", "file"):
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self.add(name, has.get("value") or ("on" if has.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self.text_area = name
            self.add(name, "")
        elif tag == "select":
            self.select, self.first_option = (name, "multiple" in has), True
        elif tag == "option" and self.select:
            select, several = self.select
            if "selected" in has and not several:
                self.data[select] = [has.get("value") or ""]
            elif "selected" in has or (self.first_option and not several):
                self.add(select, has.get("value") or "")
            self.first_option = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            if self.text_area:  # a browser leaves out the line end after the opening tag
                self.data[self.text_area][-1] = self.data[self.text_area][-1].removeprefix("\n")
            self.text_area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.text_area:
            self.data[self.text_area][-1] += data

    def add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)


def successful_controls(html: str, form_id: str) -> dict[str, list[str]]:
    """Names and values of the form with this id; empty where there is none."""
    parser = _Controls(form_id)
    parser.feed(html)
    return parser.data
