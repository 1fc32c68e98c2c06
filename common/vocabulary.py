"""The words all apps share: pay bands, skill levels, backgrounds, professions."""

from django.db import models


class Band(models.TextChoices):
    """Agenda for Change pay bands, most junior first; ``rank`` is the place in that order."""

    B2 = "2", "Band 2"
    B3 = "3", "Band 3"
    B4 = "4", "Band 4"
    B5 = "5", "Band 5"
    B6 = "6", "Band 6"
    B7 = "7", "Band 7"
    B8A = "8a", "Band 8a"
    B8B = "8b", "Band 8b"
    B8C = "8c", "Band 8c"
    B8D = "8d", "Band 8d"
    B9 = "9", "Band 9"
    VSM = "VSM", "Very senior manager"

    @property
    def rank(self) -> int:
        """0 for band 2, 11 for VSM."""
        return _BAND_RANK[self.value]

    @classmethod
    def from_rank(cls, rank: int) -> "Band":
        return list(cls)[rank]


_BAND_RANK = {band.value: rank for rank, band in enumerate(Band)}


class SkillLevel(models.IntegerChoices):
    """The four-step scale of the framework."""

    AWARENESS = 1, "Awareness"
    WORKING = 2, "Working"
    PRACTITIONER = 3, "Practitioner"
    EXPERT = 4, "Expert"


class Confidence(models.TextChoices):
    """How sure we are of a fact."""

    HIGH = "HIGH", "read in a primary source"
    MEDIUM = "MEDIUM", "from a secondary or older source"
    LOW = "LOW", "our inference; check before you rely on it"


class Background(models.TextChoices):
    """Where people come from."""

    CLINICAL = "CLINICAL", "Clinical"
    TECHNICAL = "TECHNICAL", "Technical"
    CORPORATE = "CORPORATE", "Corporate"
    NEW_ENTRANT = "NEW_ENTRANT", "New entrant"


class Profession(models.TextChoices):
    """Professional registrations that some posts ask for."""

    NURSE = "NURSE", "Nurse"
    MIDWIFE = "MIDWIFE", "Midwife"
    DOCTOR = "DOCTOR", "Doctor"
    DENTIST = "DENTIST", "Dentist"
    PHARMACIST = "PHARMACIST", "Pharmacist"
    PHARMACY_TECHNICIAN = "PHARMACY_TECHNICIAN", "Pharmacy technician"
    ALLIED_HEALTH_PROFESSIONAL = "ALLIED_HEALTH_PROFESSIONAL", "Allied health professional"
    PARAMEDIC = "PARAMEDIC", "Paramedic"
    CLINICAL_SCIENTIST = "CLINICAL_SCIENTIST", "Clinical scientist"
    OPTOMETRIST = "OPTOMETRIST", "Optometrist"
    PSYCHOLOGIST = "PSYCHOLOGIST", "Psychologist"
    SOCIAL_WORKER = "SOCIAL_WORKER", "Social worker"


class Nation(models.TextChoices):
    """The four nations, whose rules differ."""

    ENGLAND = "ENGLAND", "England"
    SCOTLAND = "SCOTLAND", "Scotland"
    WALES = "WALES", "Wales"
    NORTHERN_IRELAND = "NORTHERN_IRELAND", "Northern Ireland"


class EmployerKind(models.TextChoices):
    """Kinds of employer that schemes are open to."""

    NHS = "NHS", "NHS organisation"
    PRIMARY_CARE = "PRIMARY_CARE", "Primary care"
    COUNCIL = "COUNCIL", "Council"
    VOLUNTARY = "VOLUNTARY", "Voluntary or community organisation"
    OTHER = "OTHER", "Another employer"
    NONE = "NONE", "No employer"
