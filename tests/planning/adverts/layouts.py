"""Short adverts in the layouts people meet, each with its criteria: "E ..." essential, "D ..." desirable."""

# ruff: noqa: E501 - adverts stand here as people paste them

LAYOUTS = {
    "headings from a PDF without empty lines": (
        """Person Specification
Qualifications
Essential
• Educated to degree level in a relevant subject, or with equivalent experience gained over several
years in a similar post
• Recognised project management qualification
Desirable
• Chartered status
Experience
Essential
• Managing suppliers of software
Desirable
• Working in an acute trust
Benefits
• 27 days of leave
""",
        [
            "E Educated to degree level in a relevant subject, or with equivalent experience gained over several\n"
            "years in a similar post",
            "E Recognised project management qualification",
            "D Chartered status",
            "E Managing suppliers of software",
            "D Working in an acute trust",
        ],
    ),
    "kinds above groups": (
        """PERSON SPECIFICATION

ESSENTIAL CRITERIA

Qualifications
- Degree in computing

Experience
- Running a service desk
- Writing reports for managers

DESIRABLE CRITERIA

Knowledge
- ITIL 4

How to apply
- Send a form
""",
        ["E Degree in computing", "E Running a service desk", "E Writing reports for managers", "D ITIL 4"],
    ),
    "kinds with a group in brackets": (
        """About the job
You will run the desk.

Essential skills and experience:
* Experience of leading a team
* Excellent written English

Desirable skills and experience:
* Experience with Jira

What we offer
* A pension
""",
        ["E Experience of leading a team", "E Excellent written English", "D Experience with Jira"],
    ),
    "markers before the item": (
        """Selection criteria

E: Able to write clear reports
E: Knowledge of information governance
D: Knowledge of Welsh
(D) Experience in social care
Essential - A valid driving licence
Desirable: Budget management
""",
        [
            "E Able to write clear reports",
            "E Knowledge of information governance",
            "D Knowledge of Welsh",
            "D Experience in social care",
            "E A valid driving licence",
            "D Budget management",
        ],
    ),
    "numbers that say the kind": (
        """Person specification
E1 Experience of coding in a hospital
E2. Accredited clinical coder
D1 Experience of coding audit
""",
        ["E Experience of coding in a hospital", "E Accredited clinical coder", "D Experience of coding audit"],
    ),
    "markers and how it is assessed": (
        """Person specification
- Degree or equivalent (E) (A/I)
- Analytical mind (Essential) (I, T)
- Knowledge of R (D) A
- Use of Git (desirable)
""",
        ["E Degree or equivalent", "E Analytical mind", "D Knowledge of R", "D Use of Git"],
    ),
    "bare letters in a column": (
        """PERSON SPECIFICATION
Experience of user research   E
Experience of service design   E
Experience of training others   D
""",
        ["E Experience of user research", "E Experience of service design", "D Experience of training others"],
    ),
    "a table in markdown": (
        """| Criteria | Essential | Desirable |
|---|---|---|
| Qualifications | Degree | Master's degree |
| Experience | Leading change; managing budgets; writing business cases | Working across organisations |
| Other | Able to travel | |
""",
        [
            "E Degree",
            "D Master's degree",
            "E Leading change",
            "E managing budgets",
            "E writing business cases",
            "D Working across organisations",
            "E Able to travel",
        ],
    ),
    "a table with a column for the kind": (
        """Criterion\tEssential/Desirable\tAssessed
Experience of data quality work\tEssential\tA/I
Knowledge of SQL\tDesirable\tA/I

How to apply
Send us a form.
""",
        ["E Experience of data quality work", "D Knowledge of SQL"],
    ),
    "a table with wide gaps": (
        """Person specification

                 Essential                          Desirable
Education        Degree in informatics              Master's degree
Experience       Managing a small team              Experience of procurement
""",
        ["E Degree in informatics", "D Master's degree", "E Managing a small team", "D Experience of procurement"],
    ),
    "a cell per line with the kind": (
        """Criteria
Essential/Desirable
How assessed
Experience of writing for the web
Essential
Application
Knowledge of analytics
Desirable
Interview
""",
        ["E Experience of writing for the web", "D Knowledge of analytics"],
    ),
    "a cell per line without codes": (
        """Person specification
Essential
Desirable
Qualifications
Degree in nursing
Informatics course
Experience
Three years on a ward
Audit
""",
        ["E Degree in nursing", "D Informatics course", "E Three years on a ward", "D Audit"],
    ),
    "lists after an opening": (
        """To be successful you will need:
- experience of supporting clinical systems
- a calm manner

It would be great if you also had:
- some Python

What you will do:
- answer calls
""",
        ["E experience of supporting clinical systems", "E a calm manner", "D some Python"],
    ),
    "items that are lines": (
        """Must have
Experience of managing projects
Strong stakeholder skills

Nice to have
Knowledge of the NHS
PRINCE2

Salary and benefits
Up to £40,000
""",
        ["E Experience of managing projects", "E Strong stakeholder skills", "D Knowledge of the NHS", "D PRINCE2"],
    ),
    "semicolons after headings": (
        """Person specification
Essential
Experience of testing; knowledge of clinical systems; the ability to write test scripts; and patience.
Desirable
ISTQB; experience of automation.
""",
        [
            "E Experience of testing",
            "E knowledge of clinical systems",
            "E the ability to write test scripts",
            "E patience.",
            "D ISTQB",
            "D experience of automation.",
        ],
    ),
    "sentences": (
        """About you

You will have experience of running services at scale. You should be confident with data, and you must hold a
driving licence. Experience of the public sector is desirable. A degree is not required. We would love to hear from
you if you have worked in a hospital.

Our team
You will work with twelve analysts. Attention to detail is essential.
""",
        [
            "E You will have experience of running services at scale.",
            "E You should be confident with data, and you must hold a\ndriving licence.",
            "D Experience of the public sector is desirable.",
            "D We would love to hear from\nyou if you have worked in a hospital.",
        ],
    ),
    "duties that sound like criteria": (
        """Key responsibilities
- Essential maintenance of servers
- You must keep records up to date
- Attention to detail is essential

The successful candidate must have a degree in computing.
""",
        ["E The successful candidate must have a degree in computing."],
    ),
    "no specification": (
        """Data officer
Band 5
You will keep the register of assets. Please see the attached person specification.
Our values: kind, open, brave.
""",
        [],
    ),
    "values between the groups": (
        """Person specification
Experience
Essential criteria
- Managing data
Values and behaviours
Essential criteria
- Shows respect
Skills
Essential criteria
- Excel
""",
        ["E Managing data", "E Excel"],
    ),
    "a heading for extras without a colon": (
        """Full-Stack Engineer (Patient Portal)

What you'll do
- Build features end to end
- Own what you ship

What you'll bring
- 3+ years building web apps in TypeScript and React
- Experience with PostgreSQL
- You care about accessibility and know WCAG 2.2
- Comfortable with CI/CD and infrastructure as code

Bonus points if you have
- Worked with FHIR or HL7
- A background in healthcare
- Contributed to open source

Our stack: TypeScript, React, Django, AWS.

Perks
- Remote first
- £1,000 learning budget
""",
        [
            "E 3+ years building web apps in TypeScript and React",
            "E Experience with PostgreSQL",
            "E You care about accessibility and know WCAG 2.2",
            "E Comfortable with CI/CD and infrastructure as code",
            "D Worked with FHIR or HL7",
            "D A background in healthcare",
            "D Contributed to open source",
        ],
    ),
    "a cell per line with two items in a cell": (
        """Person Specification - Data Quality Lead

Criteria
Essential
Desirable
Method of assessment
Education/Qualifications

Degree level education or equivalent experience

Evidence of CPD
Management qualification
Application

Experience

Managing a data quality function
Working with clinicians to improve records
Experience of more than one patient administration system
Application/Interview
Knowledge
NHS data standards

Interview
""",
        [
            "E Degree level education or equivalent experience",
            "E Evidence of CPD",
            "D Management qualification",
            "E Managing a data quality function",
            "E Working with clinicians to improve records",
            "D Experience of more than one patient administration system",
            "E NHS data standards",
        ],
    ),
    "kinds above groups, and what comes after": (
        """Essential Criteria
Qualifications
• Registered nurse.
• Degree.

Experience
• Teaching.

Skills/Abilities
• IT literate

Desirable Criteria
Qualifications
• MSc

Knowledge
• Human factors

Additional information
The Trust is committed to equality. Flexible working is essential to us.
""",
        [
            "E Registered nurse.",
            "E Degree.",
            "E Teaching.",
            "E IT literate",
            "D MSc",
            "D Human factors",
        ],
    ),
    "lists after what the applicant will have and may have": (
        """The successful applicant will:
* have a degree or equivalent experience
* have managed a team
* be able to travel

They may also:
* hold a PRINCE2 certificate
* know about NHS finance

We offer:
* flexible hours
""",
        [
            "E have a degree or equivalent experience",
            "E have managed a team",
            "E be able to travel",
            "D hold a PRINCE2 certificate",
            "D know about NHS finance",
        ],
    ),
    "bold letters of markdown": (
        """**Essential requirements**

- **Experience** of managing clinical systems
- Knowledge of **ITIL**

**Desirable requirements**

- Experience in pharmacy

## How we work
- We meet weekly
""",
        [
            "E **Experience** of managing clinical systems",
            "E Knowledge of **ITIL**",
            "D Experience in pharmacy",
        ],
    ),
    "sentences without must": (
        """Delivery Manager
Care Records Service | Band 7 | Leeds

About the team
Our team of nine builds the summary record. We must always put safety first. You will be joining at an exciting time.

What you'll be doing
You will run the ceremonies, remove blockers and protect the team. You must report progress monthly.

What we're looking for
You are an experienced delivery manager who has worked in agile teams. You have coached teams to improve and you can point to what changed. You understand budgets. You don't need to have worked in health before. Ideally, you know how assurance works in government. A certification such as CSM is nice to have but not necessary.

We particularly welcome applications from people with disabilities. If you have any questions, please get in touch. The interview will be essential in judging fit.
""",
        [
            "E You are an experienced delivery manager who has worked in agile teams.",
            "E You have coached teams to improve and you can point to what changed.",
            "E You understand budgets.",
            "D Ideally, you know how assurance works in government.",
            "D A certification such as CSM is nice to have but not necessary.",
        ],
    ),
    "sentences about applicants": (
        """Research Data Manager, University of Eastmouth

The post
The Institute seeks a data manager to look after its trials data. The role holder will be responsible for data quality and reporting.

Applicants should have a degree in a fitting subject and experience of managing clinical data. They must be able to demonstrate knowledge of REDCap or a similar system and good attention to detail. Knowledge of GCP would be an advantage. Previous experience in a university is desirable but not essential.

The post is full time and fixed term for 3 years. Applications should include a CV. Candidates must have the right to work in the UK. Interviews are expected to be held in June.
""",
        [
            "E Applicants should have a degree in a fitting subject and experience of managing clinical data.",
            "E They must be able to demonstrate knowledge of REDCap or a similar system and good attention to detail.",
            "D Knowledge of GCP would be an advantage.",
            "D Previous experience in a university is desirable but not essential.",
        ],
    ),
    "lines between empty lines": (
        """Who you are

To thrive in this role you'll need:

Experience as a product designer in a regulated industry
A portfolio that shows your thinking
The ability to run research with patients

Nice-to-haves:

Experience with design systems
Prototyping in code

What's in it for you?

25 days off
Health insurance
""",
        [
            "E Experience as a product designer in a regulated industry",
            "E A portfolio that shows your thinking",
            "E The ability to run research with patients",
            "D Experience with design systems",
            "D Prototyping in code",
        ],
    ),
    "what somebody is wanted for is no criterion": (
        """Job overview
We are looking for someone to help our wards get the best from the new record.
We are looking for someone to lead the team with experience of change.

Person specification

Essential
- A degree
""",
        ["E We are looking for someone to lead the team with experience of change.", "E A degree"],
    ),
    "a table whose columns are told by place": (
        """JOB DESCRIPTION
Title: Clinical Coder
Grade: 5
Hours: 37.5 per week
Responsible to: Coding Manager

PERSON SPECIFICATION
JOB TITLE: Clinical Coder

REQUIREMENTS            ESSENTIAL                                  DESIRABLE                        HOW ASSESSED
EDUCATION               NCCQ or working towards it                 A level biology                  A/C
                        Good general education
EXPERIENCE              At least one year coding in an             Experience with Medicode         A/I
                        acute trust
SKILLS                  Attention to detail                        Excel                            I/T
""",
        [
            "E NCCQ or working towards it",
            "D A level biology",
            "E Good general education",
            "E At least one year coding in an",
            "D Experience with Medicode",
            "E Attention to detail",
            "D Excel",
        ],
    ),
    "a table whose cell goes on below": (
        """Health Records Manager
Band 6

PERSON SPECIFICATION

| Attributes | Essential | Desirable | How Identified |
| Qualifications | Degree or equivalent | IHRIM certificate | Application form |
| Experience | Managing a records library;
leading staff | Scanning projects | Application form / Interview |
| Knowledge | Records Management Code of Practice | | Interview |
| Skills | Good communicator | | Interview |

Terms
We offer 27 days.
""",
        [
            "E Degree or equivalent",
            "D IHRIM certificate",
            "E Managing a records library",
            "E leading staff",
            "D Scanning projects",
            "E Records Management Code of Practice",
            "E Good communicator",
        ],
    ),
    "ticks, and a criterion that goes on below": (
        """PERSON SPECIFICATION
Requirements	Essential	Desirable	Assessment
Qualifications
Library qualification or equivalent	X		A
Chartership		X	A
Experience
Answering enquiries	X		A/I
Teaching information skills		X	I
Literature searching in healthcare
databases	X		A/I
Personal
Friendly	X		I
""",
        [
            "E Library qualification or equivalent",
            "D Chartership",
            "E Answering enquiries",
            "D Teaching information skills",
            "E Literature searching in healthcare\ndatabases",
            "E Friendly",
        ],
    ),
    "a sentence for each kind": (
        """Network Engineer

The role
You will keep 90 sites connected.

The essential criteria are: a networking qualification (CCNA or equivalent); experience of supporting LAN, WAN and wireless; a full driving licence; and the ability to work on call. Desirable criteria are: knowledge of firewalls; experience in the NHS.

We offer a pension; a bike scheme; and free parking.
""",
        [
            "E a networking qualification (CCNA or equivalent)",
            "E experience of supporting LAN, WAN and wireless",
            "E a full driving licence",
            "E the ability to work on call.",
            "D knowledge of firewalls",
            "D experience in the NHS.",
        ],
    ),
    "prose about the ideal candidate": (
        """Interim Head of Digital

We are seeking an exceptional leader. The ideal candidate will have led a digital function at senior level and will bring experience of electronic patient record programmes. It is essential that you have excellent stakeholder skills. Knowledge of the NHS financial regime would be beneficial, although not essential. Applicants must hold or be working towards a postgraduate qualification. A full driving licence is required.

The trust is going through change, and patience is essential for everybody who works here. You will report to the Chief Executive. You will be expected to attend board meetings.
""",
        [
            "E The ideal candidate will have led a digital function at senior level and will bring experience of electronic patient record programmes.",
            "E It is essential that you have excellent stakeholder skills.",
            "D Knowledge of the NHS financial regime would be beneficial, although not essential.",
            "E Applicants must hold or be working towards a postgraduate qualification.",
            "E A full driving licence is required.",
        ],
    ),
    "bullets within bullets": (
        """Person specification

Essential
 - Qualifications
   - Degree or equivalent
 - Experience
   - Experience of performance reporting
   - Experience with SQL
 - Skills
   - Communication
Desirable
 - Qualifications
   - PRINCE2
""",
        [
            "E Degree or equivalent",
            "E Experience of performance reporting",
            "E Experience with SQL",
            "E Communication",
            "D PRINCE2",
        ],
    ),
    "capitals and angle brackets": (
        """What you will need to succeed in this role

ESSENTIAL
> Registered pharmacist or pharmacy technician
> Experience with ePMA

DESIRABLE
> Independent prescriber (or willing to train)

Disclosure
This post needs a check.
""",
        [
            "E Registered pharmacist or pharmacy technician",
            "E Experience with ePMA",
            "D Independent prescriber (or willing to train)",
        ],
    ),
    "what follows in the same words": (
        """Knowledge, skills and experience

Essential:
Educated to degree level
Experience of commissioning (contract monitoring, procurement)

Desirable:
Knowledge of primary care (D)

General Information
The organisation is an equal opportunities employer.
Staff must comply with policies.
""",
        [
            "E Educated to degree level",
            "E Experience of commissioning (contract monitoring, procurement)",
            "D Knowledge of primary care",
        ],
    ),
    "a kind before each line": (
        """Person Specification
Education / Training
Essential - Degree or relevant experience
Essential - IT literate
Desirable - ECDL
Experience
Essential - Office work
Desirable - Work in a GP surgery
Other
Essential - Able to work Saturdays
""",
        [
            "E Degree or relevant experience",
            "E IT literate",
            "D ECDL",
            "E Office work",
            "D Work in a GP surgery",
            "E Able to work Saturdays",
        ],
    ),
    "letters after a full stop": (
        """Selection criteria (E = essential, D = desirable; A = application, I = interview)
1. Degree in health informatics or similar. E, A
2. Experience of clinical audit. E, A/I
3. Knowledge of R. D, I
""",
        [
            "E Degree in health informatics or similar.",
            "E Experience of clinical audit.",
            "D Knowledge of R.",
        ],
    ),
    "both kinds in one paragraph": (
        """Person specification

Experience. Essential: leading a team; running a budget. Desirable: moving offices; buying
software.

Skills. Essential: writes clearly. Desirable: process mapping.

a) Coding qualification - Desirable for Band 4
""",
        [
            "E leading a team",
            "E running a budget.",
            "D moving offices",
            "D buying\nsoftware.",
            "E writes clearly.",
            "D process mapping.",
            "D Coding qualification",
        ],
    ),
    "a cell to a line, empty cells as empty lines, no codes": (
        """Analyst

Person Specification

Essential
Desirable
Qualifications
A levels or equivalent
Degree in computing
Experience
Working with spreadsheets every day

Knowledge

Experience of the NHS
Skills
Can write plainly
Can use SQL

How to apply
Send a form
""",
        [
            "E A levels or equivalent",
            "D Degree in computing",
            "E Working with spreadsheets every day",
            "D Experience of the NHS",
            "E Can write plainly",
            "D Can use SQL",
        ],
    ),
    "a cell to a line, cells parted by empty lines, with codes": (
        """Person Specification

Criteria

Essential

Desirable

Assessment

Qualifications

Degree in computing

Master's degree

A

Experience

Running a service desk



I

Skills



Power BI

A/I

Benefits

27 days of leave
""",
        ["E Degree in computing", "D Master's degree", "E Running a service desk", "D Power BI"],
    ),
    "kinds that say how they are assessed": (
        """Cyber analyst

Essential criteria (assessed at application)
1. Experience of running a vulnerability scanner
2. Understanding of networks

Essential criteria (assessed at interview)
3. Clear communicator

Desirable criteria (assessed if many apply)
4. A certificate in security
""",
        [
            "E Experience of running a vulnerability scanner",
            "E Understanding of networks",
            "E Clear communicator",
            "D A certificate in security",
        ],
    ),
    "a list of what others will not be shortlisted without": (
        """Applicants who cannot evidence the following will not be shortlisted:
(a) registration with the NMC;
(b) two years of ward experience;
(c) experience of using an electronic patient record.

The following would be an advantage but are not essential:
(a) experience of audit;
(b) a teaching qualification.
""",
        [
            "E registration with the NMC",
            "E two years of ward experience",
            "E experience of using an electronic patient record.",
            "D experience of audit",
            "D a teaching qualification.",
        ],
    ),
    "letters at the beginning of lines": (
        """Criteria
E Degree
E Knowledge of FHIR
D Experience of HL7
D Knowledge of openEHR
E Able to work under pressure
""",
        [
            "E Degree",
            "E Knowledge of FHIR",
            "D Experience of HL7",
            "D Knowledge of openEHR",
            "E Able to work under pressure",
        ],
    ),
    "what a site for adverts puts after the specification": (
        """Person specification
Qualifications and experience
Essential criteria
Educated to degree level
Evidence of continuing professional development
Desirable criteria
Project management qualification
Skills and knowledge
Essential criteria
Excellent communication skills
Ability to analyse complex data
Desirable criteria
Knowledge of SQL
Employer certification / accreditation badges
Disability confident employer
Further details / informal visits contact
Name
Jo Bloggs
Job title
Head of Data
""",
        [
            "E Educated to degree level",
            "E Evidence of continuing professional development",
            "D Project management qualification",
            "E Excellent communication skills",
            "E Ability to analyse complex data",
            "D Knowledge of SQL",
        ],
    ),
    "sentences about you under no heading": (
        """Product Manager at Healthbee

We build rota software. You will own the roadmap for our scheduling product and report to the head of product.

You've shipped products that clinicians use every day. You're comfortable with data and you can write SQL without help. You've worked closely with designers. Having worked in the NHS isn't required, though it helps. We'd be especially glad to hear from people who have used a rota themselves.

We pay £60,000 and everybody gets 30 days off. You'll get a laptop and a budget for books.

To apply, send us a CV. We aim to reply within a week.
""",
        [
            "E You've shipped products that clinicians use every day.",
            "E You're comfortable with data and you can write SQL without help.",
            "E You've worked closely with designers.",
        ],
    ),
    "columns headed E and D": (
        """Criteria | E | D
Registered nurse | ✓ |
Experience of audit | | ✓
Knowledge of EPRs | ✓ |
""",
        ["E Registered nurse", "D Experience of audit", "E Knowledge of EPRs"],
    ),
    "a heading with a colon right below a list": (
        """Person Specification

Essential Criteria:
1. HNC/HND in computing, or equal
   experience
2. Experience of desktop support
3. Understanding of confidentiality
Desirable Criteria:
1. ITIL Foundation
2. Knowledge of NHS Scotland
Additional Information:
Hours 36 a week
Location: Inverglen
""",
        [
            "E HNC/HND in computing, or equal\n   experience",
            "E Experience of desktop support",
            "E Understanding of confidentiality",
            "D ITIL Foundation",
            "D Knowledge of NHS Scotland",
        ],
    ),
    "single codes that a legend explains": (
        """Essential
Degree level education A
Experience of budgets A/I
Excellent spelling T
Desirable
PRINCE2 A
Method of assessment: A = application; I = interview; T = test
""",
        ["E Degree level education", "E Experience of budgets", "E Excellent spelling"],
    ),
    "criteria among kinds in brackets": (
        """Trainer
About you
Experience of teaching adults - Essential
Knowledge of an electronic record – Desirable
Able to travel (essential)
Welsh speaker (desirable)
""",
        [
            "E Experience of teaching adults",
            "D Knowledge of an electronic record",
            "E Able to travel",
            "D Welsh speaker",
        ],
    ),
    "numbers of Rome below a numbered opening after a table": (
        """Person specification
FACTOR	ESSENTIAL	DESIRABLE
Qualifications	Degree	Diploma
Experience	Running a rota

4. You will have to show:
 i. that you listen;
 ii. that you keep your word;
 iii. that you write well.
""",
        [
            "E Degree",
            "D Diploma",
            "E Running a rota",
            "E that you listen",
            "E that you keep your word",
            "E that you write well.",
        ],
    ),
    "benefits after lists with semicolons": (
        """Essential:
a year of running a newsletter; a portfolio of films; good spelling; tact with callers; a calm voice.

Desirable:
photography; knowledge of Welsh; time spent in a charity; a sense of fun.

In return we offer 33 days of leave; a pension; free lunch; and parking.
""",
        [
            "E a year of running a newsletter",
            "E a portfolio of films",
            "E good spelling",
            "E tact with callers",
            "E a calm voice.",
            "D photography",
            "D knowledge of Welsh",
            "D time spent in a charity",
            "D a sense of fun.",
        ],
    ),
    "openings that end in dots": (
        """Data engineer (contract to perm) – Pulsemark
Remote, UK

Hey! We're Pulsemark.

What you'll do
- Own our ingestion pipelines
- Pair with clinicians

You'll fit right in if you...
- have built pipelines in Python or Scala
- know your way round a message queue
- write tests before you're told to

It'd be cool if you...
- have met HL7 in a dark alley
- speak Welsh

You won't need...
- a degree
- to wear a tie

We'll sort you out with
- 30 days off
- A MacBook
""",
        [
            "E have built pipelines in Python or Scala",
            "E know your way round a message queue",
            "E write tests before you're told to",
            "D have met HL7 in a dark alley",
            "D speak Welsh",
        ],
    ),
    "sentences that go on with they": (
        """The successful candidate will be educated to degree level or equivalent and will have substantial experience of managing records in a public body. They will understand the law on information rights. They should also be able to write plainly. Experience of redaction software is desirable, as is a BCS certificate.

The post is politically restricted. Applicants should apply online. Interviews will be held in May. The Council is committed to safeguarding and expects all staff to share this commitment.
""",
        [
            "E The successful candidate will be educated to degree level or equivalent and will have substantial experience of managing records in a public body.",
            "E They will understand the law on information rights.",
            "E They should also be able to write plainly.",
            "D Experience of redaction software is desirable, as is a BCS certificate.",
        ],
    ),
    "a list in a sentence with should": (
        """About you
You should be a registered nurse, midwife or allied health professional; have recent experience on a ward; be a confident user of an electronic record; and be able to teach. It would be desirable for you to have experience of testing; a teaching certificate; or knowledge of SNOMED CT.
""",
        [
            "E be a registered nurse, midwife or allied health professional",
            "E have recent experience on a ward",
            "E be a confident user of an electronic record",
            "E be able to teach.",
            "D experience of testing",
            "D a teaching certificate",
            "D knowledge of SNOMED CT.",
        ],
    ),
    "numbers with a letter": (
        """A. QUALIFICATIONS

A1  Degree in health informatics or similar (Essential)
A2  Master's degree (Desirable)

B. EXPERIENCE

B1  Three years as an analyst (Essential)
B2  Managing staff (Desirable)

C. OTHER
C1  Full UK driving licence (Essential)
""",
        [
            "E Degree in health informatics or similar",
            "D Master's degree",
            "E Three years as an analyst",
            "D Managing staff",
            "E Full UK driving licence",
        ],
    ),
    "a word in capitals right below a heading": (
        """Knowledge - Essential
Information governance and consent
Windows and Active Directory
Knowledge - Desirable
ITIL
Skills - Essential
Clear on the phone
Patient with slow computers and quick tempers
Skills - Desirable
Scripting
""",
        [
            "E Information governance and consent",
            "E Windows and Active Directory",
            "D ITIL",
            "E Clear on the phone",
            "E Patient with slow computers and quick tempers",
            "D Scripting",
        ],
    ),
    "numbers without a dot, hyphens at line ends": (
        """Person Speciﬁcation

Essential                                                         A/I

1  Registered nurse, midwife or allied health profes-
   sional with current registration
2  Recent experience of clinical work in an acute hos-
   pital
3  Understanding of clinical safety

Desirable

4  Experience of digital change
5  Leadership qualiﬁcation
""",
        [
            "E Registered nurse, midwife or allied health profes-\n   sional with current registration",
            "E Recent experience of clinical work in an acute hos-\n   pital",
            "E Understanding of clinical safety",
            "D Experience of digital change",
            "D Leadership qualiﬁcation",
        ],
    ),
    "wide gaps with ticks": (
        """SELECTION CRITERIA                                     Essential   Desirable   Assessed
Degree in library science                                  X                       A
Chartered membership of CILIP                                          X           A
Experience of systematic searching                         X                       A/I
""",
        ["E Degree in library science", "D Chartered membership of CILIP", "E Experience of systematic searching"],
    ),
    "both kinds in capitals in one paragraph": (
        """ESSENTIAL CRITERIA: A relevant degree. Evidence of managing a budget over £100k. Excellent written English. DESIRABLE CRITERIA: Prince2 or MSP. Knowledge of the voluntary sector.
""",
        [
            "E A relevant degree.",
            "E Evidence of managing a budget over £100k.",
            "E Excellent written English.",
            "D Prince2 or MSP. Knowledge of the voluntary sector.",
        ],
    ),
    "headings that count": (
        """Essential (6)
- SQL
- Python
- Git
- Clear writing
- NHS data
- Patience
Desirable (2)
- R
- Spark
About the trust (3)
- Big
- Old
- Friendly
""",
        ["E SQL", "E Python", "E Git", "E Clear writing", "E NHS data", "E Patience", "D R", "D Spark"],
    ),
    "kinds in the heading of the whole": (
        """PERSON SPECIFICATION – ESSENTIAL

Education
Nursing qualification
Experience
Three years on wards
Skills
Teaching

PERSON SPECIFICATION – DESIRABLE

Education
Degree
Experience
Project work

CONDITIONS
Full time
""",
        ["E Nursing qualification", "E Three years on wards", "E Teaching", "D Degree", "D Project work"],
    ),
}
