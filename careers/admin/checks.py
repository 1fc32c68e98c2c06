"""What the forms of admin ask of bands and registrations, as the check of the shipped files does."""

from careers.admin.stale import FreshForm
from careers.models import Registration
from common.vocabulary import Band


class BandForm(FreshForm):
    """A typical band has both ends, the lower one first."""

    open_ended = False  # may one end be left out?

    def clean(self) -> None:
        super().clean()
        low, high = self.cleaned_data.get("band_low"), self.cleaned_data.get("band_high")
        if low and high and Band(low).rank > Band(high).rank:
            told = Band(low).label
            self.add_error("band_high", f"This is below {told[0].lower()}{told[1:]}. Give the lower end first.")
        elif not self.open_ended and bool(low) != bool(high) and not {"band_low", "band_high"} & set(self.errors):
            self.add_error("band_high" if low else "band_low", "Give both ends of the band, or neither.")


class OpenBandForm(BandForm):
    """A band may be open below or above."""

    open_ended = True


class LevelForm(BandForm):
    """A level that needs a registration says which, or nobody could hold it."""

    def clean(self) -> None:
        super().clean()
        needed = self.cleaned_data.get("registration") == Registration.YES
        if needed and not self.cleaned_data.get("professions", True):
            self.add_error("professions", "Choose the professions that may apply, as a registration is needed.")
