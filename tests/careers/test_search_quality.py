"""How well the search finds what people mean: what a nurse, a ward clerk, a communications officer … would type.

Each line of ``ASKED`` is: what is typed | kind | name, and the thing must be among the first three results. Where
several kinds or names would help the person equally they are separated by / and ||. Found a search that fails? Add
its line, then the everyday word or the rule that mends it.
"""

import random

import pytest

from careers.models import Learning, Role, Skill, Synonym
from careers.search import Index, build_index, search

pytestmark = pytest.mark.django_db

ASKED = """
# a nurse, midwife, doctor, pharmacist, therapist
nurse | starting-point | Nurse
digital nurse | role | Digital nurse
nurse informatics | role | Digital nurse
nursing IT jobs | role | Digital nurse
CNIO | level | Chief nursing information officer
chief nurse information officer | level | Chief nursing information officer
I am a staff nurse | starting-point | Nurse
ward sister | starting-point | Nurse
HCA | starting-point | Healthcare assistant
health care assistant | starting-point | Healthcare assistant
midwife digital | role | Digital midwife
maternity digital | level | Lead digital midwife
doctor IT | starting-point | Doctor
gp | starting-point | Doctor
CCIO | role | Chief clinical information officer
chief clinical information offcier | role | Chief clinical information officer
physio | starting-point | Physiotherapist or other allied health professional
occupational therapist | starting-point | Physiotherapist or other allied health professional
radiographer | starting-point | Physiotherapist or other allied health professional
ODP | starting-point | Physiotherapist or other allied health professional
farmacist | starting-point | Pharmacist
electronic prescribing pharmacist | level | Digital medicines pharmacist
e-prescribing | skill | Digital medicines and electronic prescribing
eprescribing | skill | Digital medicines and electronic prescribing
EPMA | skill | Digital medicines and electronic prescribing
clinical safety | role | Clinical safety officer
patient safety IT | role | Clinical safety officer
DCB0129 | skill | Clinical safety risk management (DCB0129/DCB0160)
snomed | skill | Clinical terminology (SNOMED CT)
digital champion | role | Digital champion
super user | role | Digital champion
biomedical scientist | starting-point | Healthcare scientist
paramedic | starting-point | Paramedic
social worker | starting-point | Social worker or social care practitioner
# a ward clerk, receptionist, medical secretary
ward clerk | starting-point | Ward clerk, medical secretary or administrator
admin | starting-point | Ward clerk, medical secretary or administrator
receptionist | starting-point | Ward clerk, medical secretary or administrator
recpetionist | starting-point | Ward clerk, medical secretary or administrator
medical secretery | starting-point | Ward clerk, medical secretary or administrator
medical records | role | Health records manager
medical records clerk | level | Health records clerk
patient notes filing | level | Health records clerk
clinical coding | role | Clinical coder
coding in hospital | role | Clinical coder
waiting list | role | Patient pathway validator
RTT | skill | Referral to treatment rules
data entry | level | Data quality officer
data quality | role | Data quality manager
booking appointments system | skill | Patient administration systems
PAS | skill | Patient administration systems
# a communications officer, HR, finance, projects
comms officer | starting-point | Communications and engagement officer
comms | starting-point | Communications and engagement officer
social media | role | Digital communications manager
web editor | level | Digital communications officer
intranet | role | Digital communications manager
marketing | starting-point | Communications and engagement officer
content writer | role | Content designer
copywriter | role | Content designer
graphic design | role | Graphic designer
web design | role | Interaction designer
website designer | role | Interaction designer
change manager | role | Digital change manager
chnage manager | role | Digital change manager
digital transformation | role | Digital change manager
project managment | role | Project manager
PMO | role | Programme management office manager
program manager | role | Programme manager
PRINCE2 | learning | PRINCE2 Foundation
prince 2 | learning | PRINCE2 Foundation
agile project manager | role | Delivery manager
scrum master | role | Delivery manager
product owner | role | Product manager
produt manger | role | Product manager
business case | skill | Business case development
HR | starting-point | Human resources or organisational development officer
finance officer | starting-point | Finance or contracting officer
procurement | starting-point | Procurement officer
quality improvement | starting-point | Quality improvement lead
librarian | starting-point | Librarian or knowledge worker
teacher | starting-point | Teacher or trainer
IT trainer | role | Digital skills trainer
digital inclusion | role | Digital inclusion lead
# an IT support person, developer, analyst
IT support | starting-point | IT support outside health
helpdesk | level | Service desk analyst
help desk analyst | level | Service desk analyst
first line support | level | Service desk analyst
mend computers | role | End user computing engineer
computer help job | level | Service desk analyst
fix laptops | role | End user computing engineer
network engineer | role | Infrastructure engineer
sys admin | role | Infrastructure operations engineer
devops | role | Development operations (DevOps) engineer
programmer | role | Software developer
software enginer | role | Software developer
front end developer | role | Frontend developer
front-end developer | role | Frontend developer
full stack | role | Software developer
web developer | role | Frontend developer
cybersecurity | role | Cyber security analyst
cyber secuirty | family | Cyber security
ethical hacker | level | Senior cyber security analyst
pen tester | level | Senior cyber security analyst
data anlyst | role | Data analyst
anlyst | role | Data analyst
BI analyst | role | Data analyst
power bi | skill | Data visualisation
data visualization | skill | Data visualisation
SQL | skill | Developing code for analysis
machine learning | role | Machine learning engineer
AI | role | Machine learning engineer
FHIR | skill | Interoperability standards (FHIR)
interoperability | skill | Interoperability standards (FHIR)
UX | role | Interaction designer
user reserch | role | User researcher
accessibility | skill | Accessibility
tester | role | Quality assurance test analyst
cloud | role | Technical architect
# a recruiter, manager or newcomer
inform gov | role | Information governance manager
IG | skill | Information governance and data protection
GDPR | skill | Information governance and data protection
data protection officer | role | Data protection officer
FOI | skill | Freedom of information and records requests
no degree | starting-point | School or college leaver
apprenticeship | glossary | Apprenticeship
apprenticeships data | learning | Data technician apprenticeship (ST0795)
IT apprenticeship | learning | Digital support technician apprenticeship (ST0120) || Information communications technician apprenticeship (ST0973)
school leaver | starting-point | School or college leaver
graduate scheme | learning | NHS Digital graduate scheme
fellowship | glossary | Fellowship
topol | learning | Topol Digital Fellowship
clinical entrepreneur | learning | NHS Clinical Entrepreneur Programme
returning after career break | starting-point | Returning to work after a break
CIO | role | Chief digital and information officer
IT director | role | Chief digital and information officer
band 7 project manager | role | Project manager
shuri network | network | Shuri Network
women in health tech | network | One HealthTech
EPR trainer | level | Digital trainer
BA | role | Business analyst
business analysis | role | Business analyst
mentoring | learning | Digital Health Networks mentoring
FEDIP | glossary | FEDIP
# what else people of all these kinds type
pharmacy tech | starting-point | Pharmacy technician
matron digital transformation | role | Digital change manager
nursing informatics lead | level | Lead digital nurse
medical student | starting-point | Doctor
dietitian | starting-point | Physiotherapist or other allied health professional
lab scientist | starting-point | Healthcare scientist
theatre nurse | starting-point | Nurse
community midwife | starting-point | Midwife
ambulance | starting-point | Paramedic
doctor who codes | starting-point | Doctor
clinical informatician | role | Clinical informatics specialist
electronic patient record | skill | EPR configuration
systm one | skill | EPR configuration
patient portal | glossary | NHS App
clinical risk hazard log | skill | Clinical safety risk management (DCB0129/DCB0160)
typing letters | starting-point | Ward clerk, medical secretary or administrator
office administrator | starting-point | Ward clerk, medical secretary or administrator
health record clerk | level | Health records clerk
coder hospital icd10 | skill | Clinical classifications (ICD-10 and OPCS-4)
clinical coding apprenticeship | role | Clinical coder
appointments clerk | starting-point | Ward clerk, medical secretary or administrator
communication manager | role | Digital communications manager
press officer | starting-point | Communications and engagement officer
newsletter writing | starting-point | Communications and engagement officer
public engagement | skill | Staff and community engagement
organizational development | starting-point | Human resources or organisational development officer
accountant | starting-point | Finance or contracting officer
benefits realization | skill | Benefits realisation
stakeholder managment | skill | Stakeholder relationship management
programme office | role | Programme management office manager
training nurses on computers | role | Digital skills trainer
elearning | level | E-learning developer
knowledge management | level | Knowledge manager
printer repairs | role | End user computing engineer
wifi network | role | Infrastructure engineer
server admin | role | Infrastructure operations engineer
azure | learning | Microsoft Azure Fundamentals (AZ-900)
aws | learning | AWS Certified Cloud Practitioner
python developer | role | Software developer
app designer | role | Interaction designer
javascript | role | Frontend developer
data enginer | role | Data engineer
statistics | role | Data scientist
data scientst | role | Data scientist
dashboards | skill | Data visualisation
excel reports | role | Data analyst
hacking | role | Cyber security analyst
SOC analist | role | Cyber security analyst
phishing | glossary | Phishing
user experience | role | Interaction designer
usability testing | role | User researcher
software testing | role | Quality assurance test analyst
integrations developer | level | Developer
solutions architect | role | Solution architect
privacy | level | Information governance specialist
subject access requests | skill | Freedom of information and records requests
caldicott | glossary | Caldicott Guardian
record retention | skill | Health records management
entry level IT | level | Service desk analyst
jobs without a degree | starting-point | School or college leaver
work from a nursing background in data | starting-point | Nurse
leadership course | learning | Digital Health Leadership Programme
chief information officer | role | Chief digital and information officer
head of it | role | Chief digital and information officer
mary seacole | learning | Mary Seacole Programme
what is a CSO | glossary | Clinical safety officer
AI course | learning | BCS Foundation Certificate in Artificial Intelligence
clinical ai fellowship | learning | NHS Fellowship in Clinical AI
product manger apprenticeship | learning | Digital product manager apprenticeship (ST0964)
digital health networks | network | Digital Health Networks
# titles of adverts, and wishes in people's own words
digital systems trainer | level/role | Digital trainer || Digital skills trainer
service desk engineer | level/role | Service desk analyst || Service desk manager
2nd line support technician | level | Senior service desk analyst
deployment technician | role | End user computing engineer
information analyst band 6 | role | Data analyst
business intelligence developer | role | Analytics engineer
senior systems developer | role/level | Software developer || Senior developer
head of digital transformation | level/role | Head of digital change || Digital change manager
digital midwife lead | level | Lead digital midwife
data quality assistant | level/role | Data quality officer || Data quality manager
health records assistant | level | Health records clerk
EPR configuration specialist | role/skill | Clinical systems analyst || EPR configuration
chief nurse informatics officer | level | Chief nursing information officer
information security analyst | role | Cyber security analyst
data protection manager | role | Data protection officer || Information governance manager
telephony engineer | role | Infrastructure engineer
PACS administrator | level | Clinical systems manager
digital communications assistant | level | Digital communications officer
website officer | level | Digital communications officer
knowledge specialist | role | Knowledge and library specialist
programme support officer | level | Project support officer || Programme management office analyst
service improvement manager | starting-point/role | Quality improvement lead || Digital change manager
population health data scientist | role | Data scientist
bioinformatician | role | Clinical scientist (health informatics)
patient pathway coordinator | role/starting-point | Patient pathway validator || Ward clerk, medical secretary or administrator
outpatient booking clerk | starting-point | Ward clerk, medical secretary or administrator
elective access manager | role/skill | Patient pathway validator || Referral to treatment rules
medicines management technician | starting-point/level | Pharmacy technician || Digital medicines technician
junior python developer | level/role | Junior developer || Software developer
cyber apprentice | learning | Cyber security technician apprenticeship (ST0865) || Cyber security technologist apprenticeship (ST1021)
data apprenticeship level 4 | learning | Data analyst apprenticeship (ST0118)
MSc health informatics | learning | Health informatics postgraduate degree
leadership programme for nurses | learning/network | Early Digital Healthcare Leadership Programme || Florence Nightingale Foundation Academy || Digital Health Leadership Programme || Aspiring Digital Leaders
ITIL course | learning | ITIL 4 Foundation
agile course | learning | BCS Foundation Certificate in Agile || AgilePM Foundation
how do I become a data analyst | role | Data analyst
what does a CIO do | role | Chief digital and information officer
working with spreadsheets | role | Data analyst
teaching people to use the new system | role | Digital skills trainer
help old people get online | role | Digital inclusion lead
designing leaflets | role | Graphic designer || Content designer
protect patient data | role/skill | Data protection officer || Information governance and data protection
keep hackers out | role/level/family | Cyber security analyst || Senior cyber security analyst || Cyber security
project manger prince2 | role/learning | Project manager || PRINCE2 Foundation || PRINCE2 Practitioner
clincal informatics | family | Clinical informatics
infomation governence | family | Information governance
soft ware devloper | role | Software developer
cyber securty analist | role | Cyber security analyst
acessibility | skill | Accessibility
buisness analyst | role | Business analyst
enterprise arcitect | role | Enterprise architect
paramedic wanting change | starting-point | Paramedic
HCPC registered | glossary/learning | HCPC || Clinical scientist registration
trust board digital | learning/skill | Digital Boards Programme || Board-level digital leadership
nhs app | glossary | NHS App
telemedicine | glossary | Telehealth
virtual wards | glossary | Virtual ward
chief pharmacist digital | level | Chief pharmacy information officer
"""  # noqa: E501


@pytest.fixture(scope="module")
def index(django_db_setup: None, django_db_blocker) -> Index:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        return build_index()


def first(query: str, index: Index, count: int = 3) -> list[tuple[str, str]]:
    return [(item.kind.value, item.title) for item in search(query, index=index).items[:count]]


def asked() -> list[tuple[str, set[tuple[str, str]]]]:
    lines = (line for line in ASKED.strip().splitlines() if not line.startswith("#"))
    pairs = []
    for line in lines:
        query, kinds, names = line.split(" | ")
        pairs.append((query, {(kind, name) for kind in kinds.split("/") for name in names.split(" || ")}))
    return pairs


def test_what_people_type_finds_what_they_mean_among_the_first_three(index: Index) -> None:
    pairs = asked()
    assert len(pairs) > 250
    missed = [(query, first(query, index)) for query, wanted in pairs if not wanted & set(first(query, index))]
    # A correction of the catalogue's words may move a few; a fault of the search moves many.
    assert len(missed) <= 0.03 * len(pairs), missed


def test_most_of_what_people_type_finds_what_they_mean_in_the_first_place(index: Index) -> None:
    pairs = asked()
    hits = sum(bool(wanted & set(first(query, index, 1))) for query, wanted in pairs)
    assert hits >= 0.8 * len(pairs), hits


def test_every_synonym_finds_what_it_means_among_the_first_three(index: Index) -> None:
    missed = []
    synonyms = Synonym.objects.select_related("family", "role", "level", "skill")
    assert len(synonyms) >= 260
    for synonym in synonyms:
        kind = next(kind for kind in ("family", "role", "level", "skill") if getattr(synonym, kind))
        if (kind, getattr(synonym, kind).name) not in first(synonym.term, index):
            missed.append(synonym.term)
    assert not missed


@pytest.mark.parametrize("model", [Role, Skill, Learning])
def test_a_name_finds_itself_first(index: Index, model: type) -> None:
    names = list(model.objects.filter(retired_at=None).values_list("name", flat=True))  # type: ignore[attr-defined]
    assert len(names) > 50
    kind = model.__name__.lower()
    assert [name for name in names if first(name, index, 1) != [(kind, name)]] == []


def test_a_role_with_one_slip_of_the_keyboard_is_still_found(index: Index) -> None:
    chance = random.Random(2)
    asked, missed = 0, []
    for name in Role.objects.filter(retired_at=None).order_by("pk").values_list("name", flat=True):
        for place, word in enumerate(name.split()):
            if len(word) > 5 and word.isalpha():
                words = name.split()
                words[place] = slip(word, chance)
                asked += 1
                if ("role", name) not in first(" ".join(words), index):
                    missed.append(" ".join(words))
    assert asked > 100
    assert len(missed) <= 0.02 * asked, missed


def slip(word: str, chance: random.Random) -> str:
    """The word with a letter left out, added, changed, or two turned round; its ends stay."""
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
