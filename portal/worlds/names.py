"""Names of people and employers who do not exist."""

import random
from collections.abc import Sequence

from accounts.models import Organisation, Region
from common.vocabulary import Background, Profession

_TRUST = Organisation.Kind.TRUST

FIRST = (
    "Aaliyah", "Abdul", "Adaeze", "Aisha", "Alasdair", "Alice", "Amara", "Amir", "Anna", "Anwen", "Arjun", "Ava",
    "Ben", "Beth", "Bronwen", "Callum", "Carys", "Charlotte", "Chidi", "Chloe", "Ciara", "Daniel", "David", "Deepa",
    "Delroy", "Eilidh", "Elena", "Ellen", "Emeka", "Erin", "Esther", "Ewa", "Farah", "Fatima", "Fergus", "Fiona",
    "Gareth", "Grace", "Gwen", "Hamza", "Hannah", "Harpreet", "Helen", "Ibrahim", "Imran", "Isla", "Ivy", "Jack",
    "James", "Jamila", "Jasmine", "Jerome", "Joanna", "Joseph", "Kamal", "Karen", "Kemi", "Kofi", "Kwame", "Laura",
    "Leah", "Lewis", "Liam", "Linh", "Lucy", "Maeve", "Malik", "Mandeep", "Maria", "Marcus", "Mei", "Meera", "Mohammed",
    "Morag", "Nadia", "Naomi", "Neha", "Niamh", "Nia", "Olu", "Olivia", "Omar", "Owen", "Patrick", "Paul", "Priya",
    "Rachel", "Rafal", "Rhys", "Rosa", "Ruth", "Sadia", "Sam", "Sanjay", "Sean", "Shanice", "Sian", "Simon", "Sofia",
    "Stephen", "Sunita", "Tamsin", "Tariq", "Thandi", "Tom", "Uzma", "Vikram", "Wei", "Winston", "Yasmin", "Yusuf",
    "Zainab", "Zara",
)  # fmt: skip
LAST = (
    "Abbott", "Adeyemi", "Ahmed", "Akhtar", "Ali", "Allen", "Asante", "Bailey", "Banerjee", "Barnes", "Begum", "Bell",
    "Bennett", "Bevan", "Boateng", "Brennan", "Brown", "Burke", "Byrne", "Campbell", "Carter", "Chan", "Chaudhry",
    "Chen", "Clarke", "Cooper", "Cunningham", "Davies", "Desai", "Dhillon", "Doherty", "Douglas", "Edwards", "Eze",
    "Farrell", "Ferguson", "Fernandes", "Fletcher", "Forbes", "Fraser", "Gallagher", "George", "Ghosh", "Gill",
    "Graham", "Grant", "Green", "Griffiths", "Hall", "Hamilton", "Harris", "Hassan", "Hughes", "Hussain", "Iqbal",
    "Jackson", "James", "Jenkins", "Johnson", "Jones", "Joshi", "Kaur", "Kelly", "Khan", "King", "Kowalski", "Kumar",
    "Lamb", "Lewis", "Lloyd", "Macdonald", "Mahmood", "Marsh", "Martin", "Mensah", "Miller", "Mistry", "Morgan",
    "Morris", "Murphy", "Murray", "Nair", "Ndlovu", "Nguyen", "Nowak", "Nwosu", "O'Brien", "Okafor", "Osei", "Owen",
    "Parker", "Patel", "Pereira", "Phillips", "Powell", "Price", "Rahman", "Rao", "Reid", "Roberts", "Robinson",
    "Ross", "Ryan", "Santos", "Scott", "Shah", "Sharma", "Silva", "Singh", "Smith", "Stewart", "Sutherland", "Taylor",
    "Thomas", "Turner", "Vaughan", "Walker", "Watson", "White", "Williams", "Wilson", "Wong", "Wright", "Young",
    "Zaman",
)  # fmt: skip

# Invented employers: name, kind, region.
EMPLOYERS = (
    ("Example Valley NHS Foundation Trust", _TRUST, Region.NORTH_WEST),
    ("Example Moors NHS Trust", _TRUST, Region.NORTH_EAST_AND_YORKSHIRE),
    ("Example Coast University Hospitals NHS Trust", _TRUST, Region.SOUTH_EAST),
    ("Example City Hospitals NHS Foundation Trust", _TRUST, Region.LONDON),
    ("Example Fens Community NHS Trust", _TRUST, Region.EAST_OF_ENGLAND),
    ("Example Marches NHS Trust", _TRUST, Region.MIDLANDS),
    ("Example Downs Mental Health NHS Foundation Trust", _TRUST, Region.SOUTH_EAST),
    ("Example Bay NHS Foundation Trust", _TRUST, Region.SOUTH_WEST),
    ("Example Riverside Ambulance Service NHS Trust", _TRUST, Region.LONDON),
    ("Example Peaks Partnership NHS Trust", _TRUST, Region.MIDLANDS),
    ("Example Dales Children’s NHS Foundation Trust", _TRUST, Region.NORTH_EAST_AND_YORKSHIRE),
    ("Example Wolds Integrated Care Board", Organisation.Kind.INTEGRATED_CARE_SYSTEM, Region.EAST_OF_ENGLAND),
    ("Example Harbour Integrated Care Board", Organisation.Kind.INTEGRATED_CARE_SYSTEM, Region.SOUTH_WEST),
    ("Example Lakes Primary Care Network", Organisation.Kind.PRIMARY_CARE, Region.NORTH_WEST),
    ("Example High Street Surgery", Organisation.Kind.PRIMARY_CARE, Region.MIDLANDS),
    ("Example Borough Council", Organisation.Kind.COUNCIL, Region.LONDON),
    ("Example Shire County Council", Organisation.Kind.COUNCIL, Region.SOUTH_EAST),
    ("Bwrdd Iechyd Enghraifft (Example Health Board)", Organisation.Kind.HEALTH_BOARD, Region.WALES),
    ("Example Highlands Health Board", Organisation.Kind.HEALTH_BOARD, Region.SCOTLAND),
    ("Example Lough Health and Social Care Trust", Organisation.Kind.HEALTH_BOARD, Region.NORTHERN_IRELAND),
    ("Example Hospice Care", Organisation.Kind.VOLUNTARY, Region.NORTH_WEST),
    ("Example Carers’ Network", Organisation.Kind.VOLUNTARY, Region.SOUTH_WEST),
)
NATIONAL_BODY = "Example Digital Care Improvement Body"  # reviewers work here, and no applicant does

# Jobs: title, band from and to (ranks), background, profession.
JOBS = (
    ("Ward sister", 4, 5, Background.CLINICAL, Profession.NURSE),
    ("Digital nurse", 4, 5, Background.CLINICAL, Profession.NURSE),
    ("Community midwife", 4, 5, Background.CLINICAL, Profession.MIDWIFE),
    ("Specialty doctor", 6, 8, Background.CLINICAL, Profession.DOCTOR),
    ("Senior pharmacist", 5, 6, Background.CLINICAL, Profession.PHARMACIST),
    ("Pharmacy technician", 3, 4, Background.CLINICAL, Profession.PHARMACY_TECHNICIAN),
    ("Physiotherapist", 4, 5, Background.CLINICAL, Profession.ALLIED_HEALTH_PROFESSIONAL),
    ("Radiographer", 4, 5, Background.CLINICAL, Profession.ALLIED_HEALTH_PROFESSIONAL),
    ("Paramedic", 4, 5, Background.CLINICAL, Profession.PARAMEDIC),
    ("Clinical scientist", 5, 6, Background.CLINICAL, Profession.CLINICAL_SCIENTIST),
    ("Social worker", 4, 5, Background.CLINICAL, Profession.SOCIAL_WORKER),
    ("Data analyst", 3, 5, Background.TECHNICAL, ""),
    ("Systems manager", 5, 6, Background.TECHNICAL, ""),
    ("Integration developer", 4, 5, Background.TECHNICAL, ""),
    ("Service desk lead", 3, 4, Background.TECHNICAL, ""),
    ("Project manager", 4, 6, Background.CORPORATE, ""),
    ("Operations manager", 5, 6, Background.CORPORATE, ""),
    ("Finance officer", 3, 4, Background.CORPORATE, ""),
    ("Communications officer", 3, 4, Background.CORPORATE, ""),
    ("Health records manager", 4, 5, Background.CORPORATE, ""),
    ("Ward clerk", 1, 2, Background.CORPORATE, ""),
    ("Service improvement lead", 5, 6, Background.CORPORATE, ""),
)


def full_names(draw: random.Random, count: int) -> Sequence[str]:
    """So many names, none twice as long as there are enough; then with a middle initial."""
    pairs = [f"{first} {last}" for first in FIRST for last in LAST]
    draw.shuffle(pairs)
    if count <= len(pairs):
        return pairs[:count]
    initials = "ABCDEFGHJKLMNPRSTW"
    more = [f"{draw.choice(FIRST)} {draw.choice(initials)} {draw.choice(LAST)}" for _ in range(count - len(pairs))]
    return pairs + more
