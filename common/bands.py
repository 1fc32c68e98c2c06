"""Pay bands in words. No official map of roles to bands exists: it is always "typical", with how sure we are."""

from common.vocabulary import Band, Confidence

HOW_SURE: dict[str, str] = {
    Confidence.HIGH: "from a primary source",
    Confidence.MEDIUM: "from a secondary source",
    Confidence.LOW: "our estimate",
}


UNKNOWN = "No typical band known"
NOT_ITS_OWN = "No band of its own"
ANOTHER_SCALE = "Not on Agenda for Change bands"


def span(low: str | None, high: str | None = None) -> str:
    """ "7", "6 to 7", "8a to VSM", or an empty string where no band is known."""
    low, high = low or high, high or low
    if not low or not high:
        return ""
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def sentence(low: str | None, high: str | None = None, without: str = "") -> str:
    """ "Typical band 6 to 7"; where there is no band, ``without`` says why, or else that none is known."""
    bands = span(low, high)
    if not bands:
        return without or UNKNOWN
    if bands == Band.VSM.label.lower():
        return f"Typically a {bands}"
    return f"Typical band {bands}"


def _short(code: str) -> str:
    return Band.VSM.label.lower() if code == Band.VSM else code
