"""Short adverts in the layouts people meet, each with its criteria: "E ..." essential, "D ..." desirable."""

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
| Values | Lives our values | |
""",
        [
            "E Degree",
            "D Master's degree",
            "E Leading change",
            "E managing budgets",
            "E writing business cases",
            "D Working across organisations",
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
}
