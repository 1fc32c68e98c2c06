"""What invented people write: each idea once, with what it is about filled in."""

from typing import NamedTuple


class Idea(NamedTuple):
    """A project: title, what it is about, its measure with unit, baseline and target."""

    title: str
    about: str
    measure: str
    unit: str
    baseline: int
    target: int


IDEAS = (
    Idea("Fewer phone calls to find a bed", "a shared view of free beds", "Calls to find a bed", "a day", 46, 15),
    Idea(
        "Discharge letters on the same day", "discharge letters written on the ward", "Sent the same day", "%", 52, 90
    ),
    Idea("Observations at the bedside", "observations recorded on tablets", "Recorded on time", "%", 71, 95),
    Idea("Medicines reconciled within a day", "a list of who still waits", "Reconciled within a day", "%", 58, 85),
    Idea("Letters that people can read", "letters to patients in plain words", "People who understood", "%", 63, 90),
    Idea("A virtual ward for breathlessness", "monitoring at home", "Days in hospital saved", "a month", 0, 60),
    Idea("One form instead of four", "one referral form for all clinics", "Minutes for a referral", "minutes", 24, 8),
    Idea("Clinic slots that are not lost", "text messages before clinics", "People who did not attend", "%", 12, 6),
    Idea("Safer handovers at night", "an electronic list for handover", "Tasks lost at handover", "a week", 19, 3),
    Idea("Midwives with their notes at hand", "notes that work without a signal", "Notes typed twice", "%", 68, 10),
    Idea(
        "Test results that reach somebody", "results that are acknowledged", "Results unread after 3 days", "%", 22, 5
    ),
    Idea("A dashboard that the ward uses", "figures the ward asked for", "Safety huddles that use it", "%", 5, 80),
    Idea("Rosters that staff can change", "swapping shifts on a phone", "Hours spent on rosters", "a week", 14, 4),
    Idea("Wound photographs in the record", "photographs in place of visits", "Visits saved", "a month", 0, 120),
    Idea("Care plans shared with homes", "care plans that care homes can see", "Homes connected", "homes", 2, 24),
    Idea("Interpreters by video", "interpreters within minutes", "Minutes until an interpreter", "minutes", 95, 10),
    Idea("Digital help for carers", "a place to ask for help with apps", "Carers helped", "a month", 4, 60),
    Idea("Radiology requests that are right", "checks while a request is written", "Requests sent back", "%", 17, 5),
    Idea(
        "Ambulance handover told ahead",
        "an early word from crews to the ward",
        "Minutes of handover",
        "minutes",
        38,
        18,
    ),
    Idea("Blood results on the home visit", "results on the nurse’s tablet", "Second visits", "a month", 44, 12),
    Idea("A quiet line for parents", "messages between parents and the ward", "Calls at night", "a week", 63, 25),
    Idea("Allergies in one place", "one list of allergies", "Records that disagree", "%", 9, 1),
    Idea("Theatre lists that hold", "a shared list for theatres", "Changes on the day", "a week", 27, 10),
    Idea(
        "Talking therapies without the post",
        "sending forms by text message",
        "Days until a form is back",
        "days",
        16,
        3,
    ),
    Idea("Equipment that can be found", "tags on pumps and beds", "Minutes spent searching", "a shift", 41, 10),
    Idea(
        "Consent that people can take home",
        "consent explained in short films",
        "Questions on the day",
        "a week",
        30,
        12,
    ),
    Idea("A dictionary of our data", "words that mean one thing", "Reports that disagree", "a month", 13, 2),
    Idea("Repeat prescriptions without queues", "ordering in the app", "Orders on paper", "%", 48, 15),
    Idea(
        "Social care sees the discharge date", "a date that everybody sees", "Days waited for a package", "days", 6, 3
    ),
    Idea("Waiting lists that add up", "one list in place of spreadsheets", "Spreadsheets in use", "lists", 31, 0),
)

WHY = (
    "I have worked here for nine years and I know where the hours go. I would like to learn how to change that with "
    "others instead of around them.",
    "Colleagues come to me when a system gets in their way. I would like to help before it does.",
    "We bought a good system and use a third of it. I would like to find out what stops us.",
    "I moved from the ward to the digital team last year, and I would like to meet people who did the same.",
    "Our patients live far from the hospital. I would like to bring care to them, and to measure whether it works.",
)
PROJECT = (
    "The project is {about}. Today people write it down twice and look for it later. We tried it on one ward for six "
    "weeks: it worked on days when two people had been shown how, and not on others.",
    "It is about {about}. A small group of us meets each week: a nurse, an analyst and a ward clerk. We have the "
    "director’s support and no budget so far.",
    "I lead the work on {about} in two teams. Both asked for it. What I have not solved is how the third team, which "
    "did not ask, will take it.",
)
CHANGE = (
    "By next summer the figure should move from {baseline} to {target} {unit}. More important, staff should say that "
    "it saves them time: we will ask the same six questions before and after.",
    "I want people to notice that something annoying has gone. We measure it each week, and publish it where the "
    "teams see it: from {baseline} to {target} {unit}.",
)
LEARN = (
    "How to say no to a good idea, how to read figures with doubt, and how others got a board to listen.",
    "I know my service. I do not know how decisions are made above it. I would like to learn to speak that language.",
    "More courage to stop things. And to meet people from other professions who have the same problem.",
)
FEEDBACK = (
    "Readers liked how well you know the problem. They were less sure how you will know that it has worked: name one "
    "figure that you can count today.",
    "Your reasons are strong. The project was at an early stage: come back when your first team has used it for some "
    "weeks.",
    "Many applied with projects like this one. What set others apart was the time that their employers had agreed to.",
)
DONE = (
    "Showed it to the second ward. Two people there now show others.",
    "Met the clinical safety officer and went through the hazard log together.",
    "Counted the first month. The figure moved a little, and we know why on the bad days.",
    "Sat beside four people while they used it, and wrote down where they stopped.",
)
COMING = (
    "Agree with the ward manager what happens on weekends.",
    "Ask ten patients what they thought of it.",
    "Write two pages for the board, with one picture.",
    "Try it with the night team.",
)
IN_THE_WAY = (
    "",
    "The interface is promised for next month; it was promised for this one.",
    "My protected day was taken twice for winter pressures.",
    "",
)
RISKS = (
    ("The one analyst who knows the data leaves", 2, 3, "Two others sit beside her each Thursday."),
    ("Staff keep their paper lists beside it", 3, 2, "We ask what the paper does better."),
)
ITEM_WORDS = (
    "I ask more questions now, and people answer them.",
    "The set. Six people who are honest with me.",
    "Somebody to ring when a supplier tells me that it cannot be done.",
    "I would like more time with those who have done it.",
    "The visits to other places, because I saw what ordinary looks like there.",
)
# Tells whose application it is, in a sentence of its own.
ALONE = "the only digital midwife on the Isle of Wight"
# Welsh answers to the three questions that are scored, and why; each says what its neighbours in English do.
WELSH = (
    "Mae’r prosiect yn ymwneud â nodiadau bydwragedd sy’n gweithio heb signal. Heddiw mae pobl yn ysgrifennu popeth "
    "ddwywaith. Rydym wedi rhoi cynnig arno mewn un tîm am chwe wythnos.",
    "Erbyn yr haf nesaf bydd llai o nodiadau’n cael eu teipio ddwywaith: o 68 y cant i 10 y cant. Byddwn yn cyfrif bob "
    "wythnos ac yn dangos y ffigur i’r tîm.",
    "Hoffwn ddysgu sut i siarad â bwrdd iechyd, a chwrdd â phobl o broffesiynau eraill sydd â’r un broblem.",
    "Rwyf wedi gweithio yma ers naw mlynedd ac rwy’n gwybod ble mae’r oriau’n mynd. Hoffwn ddysgu sut i newid hynny "
    "gydag eraill.",
)


def one_page(title: str, text: str) -> bytes:
    """A PDF of one page with a title and a line, as small as they get."""
    drawn = f"BT /F1 22 Tf 60 760 Td ({title}) Tj 0 -40 Td /F1 12 Tf ({text}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )  # fmt: skip
    page, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(page))
        page += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return page + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(page))
    )
