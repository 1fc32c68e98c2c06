"""Which band a grade stands for. Grades of the Civil Service come with our estimate; each programme may change it."""

from collections.abc import Mapping

from accounts.models import Programme
from accounts.models.profile import NO_BAND
from common.vocabulary import Band
from mentoring.models import FileReading

# By pay, which is all that the two scales have in common: our estimate, for a programme to correct.
ESTIMATE: Mapping[str, str] = {
    "AA": "2", "AO": "3", "EO": "5", "HEO": "6", "SEO": "7", "Grade 7": "8a", "Grade 6": "8b", "SCS1": "8d",
    "SCS2": "9", "SCS3": "VSM", "SCS4": "VSM",
}  # fmt: skip


def grades_of(programme: Programme) -> dict[str, str]:
    """The band by grade, as it is written: our estimate with what the programme changed. One query."""
    reading = FileReading.objects.filter(programme=programme).first()
    changed = dict(reading.grades) if reading else {}
    ours = {grade: changed.pop(key_of(grade), band) for grade, band in ESTIMATE.items()}
    return ours | changed


def save_grades(programme: Programme, grades: Mapping[str, str]) -> None:
    """Keep the table of a programme: the band by grade. Grades that are not named go back to our estimate."""
    reading, _ = FileReading.objects.get_or_create(programme=programme)
    ours = {key_of(grade): band for grade, band in ESTIMATE.items()}
    given = {key_of(grade): (grade, band) for grade, band in grades.items()}
    reading.grades = {
        key if key in ours else grade: band for key, (grade, band) in given.items() if ours.get(key, "") != band
    }
    reading.save()


def band_of(text: str, grades: Mapping[str, str]) -> str | None:
    """The band that a cell means: one of ``Band``, NO_BAND, or None if nobody knows the grade."""
    wanted = key_of(text)
    known = {key_of(grade): band for grade, band in grades.items()}
    known |= {key_of(band.value): band.value for band in Band} | {key_of(band.label): band.value for band in Band}
    return known.get(wanted, NO_BAND if wanted in ("none", "notonanhsband") else "") or None


def key_of(grade: str) -> str:
    """Grades are compared without spaces and in any case; "Band 7" is "7" and "G7" is "Grade 7"."""
    key = "".join(character for character in grade.casefold() if character.isalnum())
    key = key.removeprefix("afc").removeprefix("band")
    return f"grade{key[1:]}" if key in ("g6", "g7") else key
