"""Adverts made from neutral criteria: layout × wording × noise, so that no reader can know them by heart.

Every variation is a text with the criteria it holds, "E ..." essential and "D ..." desirable. What says the kind, what
stands around it, signs, spaces and line ends are chosen by a number, the same way each time.
"""

# ruff: noqa: E501 - adverts stand here as people paste them

import random
from collections.abc import Callable

HAVE = [
    "Degree in computing, or equal experience", "Experience of leading a small team",
    "Knowledge of data protection law", "Able to explain figures to managers", "Calm when the telephones do not stop",
    "Confident with large spreadsheets", "Running a busy office (20 people or more)",
    "Two years in a hospital or a council", "Writes clear letters and reports", "Good eye for detail",
    "Understanding of how wards work", "Certificate in project work, such as PRINCE2", "Patience with beginners",
    "Welsh to level 2", "Full driving licence", "Presenting to large groups", "SQL", "Working to fixed dates",
    "Strong record of keeping to a budget", "An interest in how people learn",
    "Chartered status with a professional body", "Experience with volunteers", "Awareness of safeguarding",
    "Comfortable speaking to a full hall", "A head for figures", "Ability to weigh risk", "NVQ level 3 or the like",
    "Use of a ticketing system", "Three years as a supervisor", "Sense of humour", "Tactful with upset callers",
    "Keeps promises", "Budget setting", "R or Python", "Evidence of recent study", "Able to drive at night",
    "Notices what others miss", "Handling of confidential papers", "Sign language", "Minute taking",
    "Registered nurse or allied health professional", "Project work from start to finish",
    "Thorough grasp of accounts", "Discreet with private matters", "Can type at 50 words a minute",
    "Willing to learn Python", "Supervising trainees", "GCSE English and mathematics", "Reliable and punctual",
    "Problem solving", "Interest in public health", "Managing suppliers and contracts", "A year in a call centre",
    "Honest about mistakes", "Membership of a professional body", "Judgement under pressure",
    "Dealing with the public", "Data entry", "Flexible about hours", "Excel, including pivot tables",
]  # fmt: skip
SENTENCES = [
    ("E", "You must have run a service that people relied upon."),
    ("E", "We need good knowledge of Python and of SQL."),
    ("E", "It is essential that you can explain a risk to a nurse."),
    ("E", "You will need to be at home with contracts."), ("E", "You should be able to write plainly."),
    ("E", "Applicants must hold a full driving licence."),
    ("E", "The successful candidate will have led a small team."),
    ("E", "You need a degree, or the same by experience."),
    ("E", "We require a sound understanding of data protection."),
    ("E", "You'll need experience of difficult customers."),
    ("E", "A recognised qualification in accounts is required."), ("E", "Strong spreadsheet skills are essential."),
    ("E", "We expect you to know how a ward works."), ("E", "Candidates should be able to plan their own week."),
    ("D", "Ideally you will have taught adults."), ("D", "Experience of tenders would be an advantage."),
    ("D", "It would be a bonus if you had worked in a hospital."), ("D", "Knowledge of Welsh is desirable."),
    ("D", "Having managed a budget is welcome but not essential."), ("D", "It would help if you knew some SQL."),
    ("D", "We'd love to hear that you have worked with volunteers."),
    ("D", "A coaching certificate would be useful."), ("D", "Familiarity with SNOMED is preferred."),
    ("D", "You might also have some experience of research."), ("E", "You must hold a clinical registration."),
    ("E", "Candidates will need a sound grasp of statistics."), ("E", "It is vital that you enjoy detail."),
    ("E", "We're looking for someone who has run a help desk."), ("E", "You have to be comfortable with change."),
    ("E", "A good degree is a must."), ("E", "The right person will have a record of finishing what they start."),
    ("E", "Your English must be clear, in speech and on paper."), ("E", "An understanding of networks is needed."),
    ("E", "We want people who can listen."), ("D", "Some knowledge of coding would be welcome."),
    ("D", "It would be even better if you had led a project."), ("D", "We would be delighted if you spoke Welsh."),
    ("D", "A management certificate is a plus."), ("D", "You may already know our systems."),
    ("D", "Previous work in a charity would stand you in good stead."),
    ("D", "Extra marks if you have written for the web."),
    ("D", "Preference will be given to those with a teaching qualification."),
    ("E", "Applicants need a degree in a related subject."), ("E", "You will be a registered nurse."),
    ("E", "Good written English is a must."), ("E", "You must be willing to travel."),
    ("E", "The person appointed will have managed staff."),
    ("E", "We are seeking someone with strong analytical skills."), ("E", "You'll have led teams before."),
    ("E", "Knowledge of health records is vital."), ("E", "It's important that you can work alone."),
    ("E", "You are expected to have used SQL."), ("D", "We would welcome experience in local government."),
    ("D", "Project training would be beneficial."), ("D", "It would be nice if you spoke a second language."),
    ("D", "A teaching certificate is desirable but not essential."),
    ("D", "If you have used Tableau, all the better."), ("D", "Ideally, candidates will know the NHS."),
    ("D", "You could also bring some experience of policy."), ("D", "Experience of grants is an advantage."),
]  # fmt: skip
WANTED = [
    "Person specification", "About you", "Who we are looking for", "What you will bring", "The person",
    "Requirements", "Selection criteria", "Your skills and experience", "What we need from you", "What we look for",
    "Is this you?", "The ideal candidate", "Who are we hoping for?", "Candidate profile", "You", "What you'll need",
    "Skills we ask for", "Who you are", "What you'll bring to the team", "The kind of person we want",
    "Person profile", "Our ideal candidate", "What you need to show us", "Your background", "Could this be you?",
    "Applicant requirements", "We are looking for somebody with", "How you fit", "What makes a good candidate",
    "Essential and desirable criteria", "What does it take?", "Person spec", "About the candidate",
    "The successful applicant", "What we're after", "Your profile", "Are you the one?", "What you need", "You are",
    "Looking for", "Our requirements", "The person we need",
]  # fmt: skip
ESSENTIAL = [
    "Essential", "Essential criteria", "Must have", "Must haves", "What is essential", "Essential requirements",
    "Minimum requirements", "You must have", "Required", "What you need", "The essentials", "Necessary",
    "You will need", "Non-negotiables", "We need you to have", "Essential skills", "Must-haves", "You'll need",
    "We require", "Absolutely essential", "Essential attributes", "What you must have", "The must-haves",
    "Key requirements", "You will definitely have", "Required skills and experience", "Our minimum",
    "Essential qualities", "You must be able to show", "Must", "Essential experience and knowledge",
    "Mandatory criteria", "What we need to see", "Basic requirements", "Core requirements", "Essential for this post",
    "You need", "Needed", "We're looking for", "What's essential?",
]  # fmt: skip
DESIRABLE = [
    "Desirable", "Desirable criteria", "Nice to have", "Good to have", "Would help", "Bonus points", "Preferred",
    "Desirable but not essential", "It would be great if you had", "Extra points for", "Even better if you have",
    "Advantageous", "What would be useful", "A plus", "You might also have", "Ideally you will also have",
    "Desirable attributes", "It'd be nice if you had", "Nice extras", "Bonus if you have", "Would be a plus",
    "Helpful but not required", "What would make you stand out", "Also welcome", "You may also bring", "Desired",
    "Not essential, but helpful", "We'd love it if you had", "Desirable experience", "Preferred skills",
    "It would help if you had", "Useful", "Beneficial", "An advantage", "Not vital but nice", "Additional points for",
    "Ideally", "We would also value", "Pluses", "Added bonus", "It's a bonus if you have", "Other useful skills",
    "What else would help", "Highly desirable",
]  # fmt: skip
DUTIES = [
    "What you will do", "Main duties", "The role", "Your responsibilities", "Day to day", "In this job you will",
    "Key tasks", "Job purpose", "What the job involves", "What you'll be doing", "Accountabilities", "Your week",
    "Purpose of the post", "Key responsibilities", "What you'll do", "The work", "Role overview",
    "As part of this role you will", "Responsibilities", "Your job",
]  # fmt: skip
DOING = [
    "Answer the telephone and the post", "Lead the weekly planning meeting", "Keep the essential registers up to date",
    "Report to the board each month", "Visit each site every fortnight", "Experience every ward by rotation",
]  # fmt: skip
OFFERS = [
    "What we offer", "Benefits", "What you get", "The good stuff", "Our offer to you", "In return", "Perks",
    "What's in it for you", "Why work with us", "Rewards", "Our package", "How we look after you", "Working here",
    "Your benefits", "We offer", "Salary and benefits", "Joining us", "What we can offer you", "Pay and benefits",
    "What we give in return", "Your reward", "Why join us?", "Life at the trust", "Employee benefits",
    "Terms and conditions", "Looking after our staff", "The package",
]  # fmt: skip
OFFERED = ["27 days of leave", "NHS pension", "Flexible working", "Free parking", "Training of your choice"]
NEEDLESS = [
    "Don't worry about", "You do not need", "Not required", "No need for", "What doesn't matter",
    "No experience needed of", "We don't mind about", "You won't need", "Things you don't need",
    "You don't have to have", "There is no need for", "What you don't need", "We are not looking for",
]  # fmt: skip
APPLY = [
    "How to apply\nSend a form by noon on 3 March. All posts need a DBS check and two references.",
    "Next steps\nFor a chat ring the manager. You must have the right to work in the UK.",
    "Please note\nApplicants who meet the essential criteria and have a disability are guaranteed an interview.",
]
FIRST = [
    "Programme officer\nNorthfell Trust\nBand 5, permanent, 37.5 hours a week\n\nWe look after 300,000 people. "
    "Accuracy is essential to us, and so is kindness.",
    "Records lead – Chalkdown Homes\n£30,000 a year. 18 months\n\nOur team of nine keeps the records of twelve homes.",
]
GROUPS = ["Qualifications", "Experience", "Knowledge and skills", "Other"]
SIGNS = ["•", "-", "*", "–", "✔", "→", "☆", "o", "◆", "✓", "»", "1.", "✅", "★", "▸", "+", "~", "a)", "👉", "■"]

Variation = tuple[str, list[str]]
Made = tuple[list[str], list[str]]


class Writer:
    """Chooses for one variation."""

    def __init__(self, layout: str, number: int) -> None:
        self.chance = random.Random(f"{layout} {number}")
        self.have = self.chance.sample(HAVE, len(HAVE))
        self.colon = self.chance.choice(["", "", ":"])
        self.loud = self.chance.random() < 0.25
        self.bold = self.chance.random() < 0.15
        self.gap = self.chance.random() < 0.5
        self.kinds = (self.chance.choice(ESSENTIAL), self.chance.choice(DESIRABLE))

    def some(self, most: int = 4, least: int = 2) -> list[str]:
        """Criteria not yet used."""
        return [self.have.pop() for _ in range(self.chance.randint(least, most))]

    def head(self, words: str) -> str:
        """A heading as this advert writes them."""
        words = words.upper() if self.loud else words
        words += "" if words.endswith("?") else self.colon
        words = f"**{words}**" if self.bold else words
        return f"\n{words}" + ("\n" if self.gap else "")

    def bullets(self, items: list[str], sign: str | None = None) -> list[str]:
        sign = sign or self.sign
        return [f"{n}. {item}" if sign == "1." else f"{sign} {item}" for n, item in enumerate(items, 1)]

    @property
    def sign(self) -> str:
        if not hasattr(self, "_sign"):
            self._sign = self.chance.choice(SIGNS)
        return self._sign

    def around(self, inside: list[str]) -> str:
        """The specification between what other adverts have there."""
        pick = self.chance.choice
        parts = [pick(FIRST), self.head(pick(DUTIES)), *self.bullets(self.chance.sample(DOING, 3)), *inside]
        parts += [self.head(pick(OFFERS)), *self.bullets(self.chance.sample(OFFERED, 3)), "\n" + pick(APPLY)]
        text = "\n".join(parts)
        if self.chance.random() < 0.3:
            text = text.replace("\n", "  \n")
        if self.chance.random() < 0.3:
            text = text.replace("\n", "\r\n")
        if self.chance.random() < 0.2:
            text = text.replace("'", "’")
        return text


def _told(essential: list[str], desirable: list[str]) -> list[str]:
    return [f"E {one}" for one in essential] + [f"D {one}" for one in desirable]


def kinds_as_headings(w: Writer) -> Made:
    must, may = w.some(), w.some()
    lines = [w.head(w.chance.choice(WANTED)), w.head(w.kinds[0]), *w.bullets(must), w.head(w.kinds[1]), *w.bullets(may)]
    return lines, _told(must, may)


def without_a_heading_above(w: Writer) -> Made:
    must, may = w.some(), w.some()
    return [w.head(w.kinds[0]), *w.bullets(must), w.head(w.kinds[1]), *w.bullets(may)], _told(must, may)


def about_you(w: Writer) -> Made:
    must, may = w.some(5, 3), w.some()
    lines = [w.head(w.chance.choice(WANTED)), *w.bullets(must), w.head(w.kinds[1]), *w.bullets(may)]
    return [*lines, w.head(w.chance.choice(NEEDLESS)), *w.bullets(w.some(3))], _told(must, may)


def kinds_below_groups(w: Writer) -> Made:
    lines, told = [w.head("Person specification")], []
    for group in w.chance.sample(GROUPS, 3):
        must, may = w.some(3, 1), w.some(2, 1)
        lines += [w.head(group), w.head("Essential"), *w.bullets(must), w.head("Desirable"), *w.bullets(may)]
        told += _told(must, may)
    return lines, told


def kinds_above_groups(w: Writer) -> Made:
    lines, told = [w.head("Person specification")], []
    for kind, letter in (("Essential criteria", "E"), ("Desirable criteria", "D")):
        lines.append(w.head(kind))
        for group in w.chance.sample(GROUPS, 2):
            some = w.some(3, 2)
            lines += [w.head(group), *w.bullets(some)]
            told += [f"{letter} {one}" for one in some]
    return lines, told


def markers(w: Writer) -> Made:
    shapes = [
        "(E) {}",
        "{} (E)",
        "[E] {}",
        "{} (essential)",
        "E: {}",
        "Essential: {}",
        "{} - Essential",
        "{} [E]",
        "E – {}",
    ]
    shape = w.chance.choice(shapes)
    items = [(one, w.chance.choice("ED")) for one in w.some(6, 5)]
    items[:2] = [(items[0][0], "E"), (items[1][0], "D")]
    swap = {"E": {}, "D": {"(E)": "(D)", "[E]": "[D]", "essential": "desirable", "Essential": "Desirable", "E:": "D:",
                           "E –": "D –"}}  # fmt: skip
    lines = []
    for one, kind in items:
        marked = shape
        for old, new in swap[kind].items():
            marked = marked.replace(old, new)
        lines.append(marked.format(one))
    how = w.chance.choice(["", "", " – A", " - A/I", " (A, I)"])
    if shape[:2] != "{}":
        lines = [line + how for line in lines]
    lines = w.bullets(lines) if w.chance.random() < 0.4 else lines
    return [w.head(w.chance.choice(WANTED)), *lines], [f"{kind} {one}" for one, kind in items]


def table(w: Writer, gap: str) -> Made:
    codes = w.chance.random() < 0.5
    names = w.chance.choice(
        [("Essential", "Desirable"), ("Essential criteria", "Desirable criteria"), ("ESSENTIAL", "DESIRABLE")]
    )
    rows = [[w.chance.choice(["", "Criteria", "Attribute", "Factor"]), *names, *(["How assessed"] if codes else [])]]
    if gap == "|" and not rows[0][0]:
        rows[0][0] = "Criteria"
    told = []
    for group in w.chance.sample(GROUPS, 3):
        must, may = w.some(1, 1)[0], w.some(1, 1)[0]
        told += [f"E {must}", f"D {may}"]
        rows.append([group, must, may, *(["A/I"] if codes else [])])
    lines = [f"| {' | '.join(row)} |" if gap == "|" else gap.join(row) for row in rows]
    if gap == "|" and w.chance.random() < 0.5:
        lines.insert(1, "|---" * len(rows[0]) + "|")
    return [w.head("Person specification"), *lines, ""], told


def table_of_ticks(w: Writer) -> Made:
    tick = w.chance.choice(["✓", "X", "Yes", "✔", "•"])
    gap = w.chance.choice([" | ", "\t"])
    lines, told = [gap.join(["Criteria", "Essential", "Desirable"])], []
    for n, one in enumerate(w.some(6, 4)):
        essential = n == 0 or (n > 1 and w.chance.random() < 0.5)
        lines.append(gap.join([one, tick, ""] if essential else [one, "", tick]))
        told.append(f"{'E' if essential else 'D'} {one}")
    return [w.head("Person specification"), *lines, ""], told


def semicolon_list(w: Writer) -> Made:
    must, may = w.some(5, 3), w.some(4, 3)
    first = w.chance.choice(
        ["You will need", "It is essential that candidates have:", "Essential:", "The post holder must have:",
         "We are looking for somebody with", "Applicants must be able to show:", "We require:", "You must have",
         "The following are essential:", "To do this job you will need:", "Essential criteria are:"]
    )  # fmt: skip
    then = w.chance.choice(
        ["It would be useful to have", "It is desirable, though by no means needed, that candidates also have:",
         "Desirable:", "We would also like:", "The following would be an advantage:", "Ideally you will also have",
         "Helpful, but not essential, would be:", "You might also have:", "Desirable criteria are:"]
    )  # fmt: skip
    join = w.chance.choice(["; ", ";  "])
    small_must, small_may = ([one if one[:3] in ("SQL", "Wel") else one[0].lower() + one[1:] for one in some] for some in (must, may))  # fmt: skip
    lines = [f"{first} {join.join(small_must[:-1])}; and {small_must[-1]}.", f"{then} {join.join(small_may)}."]
    head = w.chance.choice(["Requirements. ", "", "Person specification. ", "What we need. "])
    lines = ["", head + lines[0], "", lines[1]] if w.gap else ["", head + " ".join(lines)]
    return lines, _told(small_must, small_may)


def kinds_within_a_paragraph(w: Writer) -> Made:
    lines, told = [w.head("Person specification"), ""], []
    dot = w.chance.choice([". ", ": ", " – "])
    for group in w.chance.sample(GROUPS, 3):
        must, may = (
            [one if one[:3] in ("SQL", "Wel") else one[0].lower() + one[1:] for one in w.some(3, 1)] for _ in "ED"
        )
        told += _told(must, may)
        lines += [f"{group}{dot}Essential: {'; '.join(must)}. Desirable: {'; '.join(may)}.", ""]
    return lines, told


def sentences(w: Writer) -> Made:
    picked = w.chance.sample([one for one in SENTENCES if one[0] == "E"], 3)
    picked += w.chance.sample([one for one in SENTENCES if one[0] == "D"], 2)
    head = w.chance.choice([w.head(w.chance.choice(WANTED)) + "\n", "\n", "\nSo who are we hoping for? "])
    words = [one for _, one in picked]
    noise = w.chance.choice(["", " Nobody here writes long papers.", " Our desks are by the window."])
    text = f"{head}{words[0]}{noise} {words[1]} {words[2]}" + w.chance.choice(["\n\n", " "]) + f"{words[3]} {words[4]}"
    return [text, "", "A degree is not required."], [f"{kind} {one}" for kind, one in picked]


def headings_in_the_list(w: Writer) -> Made:
    lines, told = [w.head("Person specification")], []
    dash = w.chance.choice([" - ", ": ", " – ", " ("])
    for group in w.chance.sample(GROUPS, 2):
        for kind in ("essential", "desirable"):
            some = w.some(3, 1)
            lines.append(f"* {group}{dash}{kind}" + (")" if dash == " (" else ""))
            lines += w.bullets(some, "  -")
            told += [f"{kind[0].upper()} {one}" for one in some]
    return lines, told


def lines_without_signs(w: Writer) -> Made:
    must, may = w.some(), w.some()
    indent = w.chance.choice(["", "    ", "\t"])
    space = w.chance.choice(["\n", "\n\n"]) + indent
    return [
        w.head("Person specification"), w.head(w.chance.choice(ESSENTIAL[:6])), indent + space.join(must),
        w.head(w.chance.choice(DESIRABLE[:4])), indent + space.join(may),
    ], _told(must, may)  # fmt: skip


def no_specification(w: Writer) -> Made:
    return ["", "Please show in your statement how you meet the essential and desirable criteria."], []


MAKERS: dict[str, Callable[[Writer], Made]] = {
    "kinds as headings": kinds_as_headings,
    "kinds as headings, nothing above": without_a_heading_above,
    "about you, extras, needless": about_you,
    "kinds below groups": kinds_below_groups,
    "kinds above groups": kinds_above_groups,
    "markers": markers,
    "table: pipes": lambda w: table(w, "|"),
    "table: tabs": lambda w: table(w, "\t"),
    "table: ticks": table_of_ticks,
    "semicolons": semicolon_list,
    "kinds within a paragraph": kinds_within_a_paragraph,
    "sentences": sentences,
    "headings in the list": headings_in_the_list,
    "lines without signs": lines_without_signs,
    "no specification": no_specification,
}


def variation(layout: str, number: int) -> Variation:
    """The text with this number in a layout, and what it asks for."""
    writer = Writer(layout, number)
    inside, told = MAKERS[layout](writer)
    text = writer.around(inside)
    return text, [one.replace("'", "’") if "’" in text and "'" not in text else one for one in told]
