"""Figures of what was found at households and places, and of who lives there (核查数据的边际分布).

Nobody counted these: they were chosen so that households stand on both sides of the line and on
it, villages on both sides of 3 %, and every unknown and fault of a survey is there.
"""

from __future__ import annotations

from fupin.datasets.figures import Count, Mix, Share

INCIDENCE = "14.6 % of 2014 (city government, 2018-05-15)"

COUNTS: dict[str, Count] = {
    "incidence": Count(
        "of 1,000 rural registered persons, those ever in the register", 146, INCIDENCE
    ),
    "rural weight": Count("weight of a village or township, for its rural population: 1 to", 6),
    "households outside": Count("households for each unregistered one that was surveyed", 50),
    "last year": Count("of 100 yuan of income, those there were the year before", 92),
}

SHARES: dict[str, Share] = {
    "survey none": Share(200, "was never surveyed", 100, "households that are there"),
    "survey old": Share(201, "was surveyed in the autumn of 2015 only", 150, "those surveyed"),
    "survey before": Share(202, "was surveyed in the autumn of 2015 too", 800, "those surveyed"),
    "survey twice": Share(
        203, "was seen forty days before too, its housing not safe then", 500, "those surveyed"
    ),
    "survey undated": Share(204, "fault: the day is not known", 10, "surveys of 2016"),
    "survey later": Share(205, "fault: the day lies in 2017", 10, "surveys of 2016"),
    "survey alike": Share(206, "fault: the row stands twice, alike", 10, "surveys of 2016"),
    "survey unlike": Share(
        207, "fault: a second row of that day, with the answer on water turned", 10,
        "surveys of 2016",
    ),
    "income unasked": Share(210, "net income is not known", 100, "those surveyed"),
    "income by parts": Share(
        211, "net income is given by its parts, in the table incomes", 1_000, "those surveyed"
    ),
    "part unknown": Share(212, "a part of the income is not known", 100, "incomes"),
    "income negative": Share(213, "fault: net income is below 0", 10, "those surveyed"),
    "income in fen": Share(214, "fault: net income was written in fen", 10, "those surveyed"),
    "income on the line": Share(
        215, "net income is 2,952 yuan, the line itself: not over it", 300,
        "households of low income",
    ),
    "steady unasked": Share(216, "whether the income is steady is not known", 1_000, "surveys"),
    "unsteady": Share(217, "the income is not steady", 2_000, "households of low income"),
    "answer unknown": Share(
        218, "an answer is not known: food, clothing, and so on, each by itself", 40, "surveys"
    ),
    "at school": Share(
        220, "is at school, below or above the years of compulsory education", 6_000,
        "persons of 3 to 5, 15 to 21",
    ),
    "school unknown": Share(221, "whether at school is not known", 50, "persons"),
    "insured unknown": Share(222, "whether insured is not known", 50, "persons"),
    "village unseen": Share(230, "was not surveyed", 100, "villages"),
    "village before": Share(
        231, "was surveyed in 2015 too, without a network then", 2_000, "villages surveyed"
    ),
    "village answer unknown": Share(
        232, "an answer is not known, each by itself", 60, "surveys of villages"
    ),
    "village too few": Share(
        233, "fault: tells of three poor persons in four", 300, "surveys of villages"
    ),
    "population missing": Share(234, "rural population is not told", 60, "villages"),
    "population conflict": Share(
        235, "fault: a second row, with a tenth more", 30, "villages"
    ),
}  # fmt: skip

MIXES: dict[str, Mix] = {
    "progress": Mix(
        140,
        "how far its work has come; in 利州, the first county to leave, one step further",
        {"ahead": 3_000, "under way": 4_000, "behind": 3_000},
        "villages",
    ),
    "ahead": Mix(
        141,
        "how it lives",
        {"ready": 8_800, "low income": 600, "wants": 500, "both": 100},
        "households in need, of villages ahead; those pending exit",
    ),
    "under way": Mix(
        142,
        "how it lives",
        {"ready": 3_000, "low income": 3_800, "wants": 2_200, "both": 1_000},
        "households in need, of villages under way",
    ),
    "behind": Mix(
        143,
        "how it lives",
        {"ready": 500, "low income": 5_500, "wants": 2_500, "both": 1_500},
        "households in need, of villages behind",
    ),
    "out": Mix(
        144,
        "how it lives",
        {"ready": 9_850, "low income": 50, "wants": 80, "both": 20},
        "households that have left, or were never in need",
    ),
    "want": Mix(
        145,
        "what a household wants that wants something",
        {
            "housing": 4_000,
            "water": 2_200,
            "medical": 1_500,
            "education": 1_000,
            "broadcast": 700,
            "power": 200,
            "food": 200,
            "clothing": 200,
        },
        "households in want",
    ),
    "low income": Mix(
        146,
        "net income per head, 2016: yuan from which it lies below the next",
        {0: 50, 300: 450, 1_000: 1_500, 1_800: 3_000, 2_400: 5_000, 2_952: 0},
        "households of low income",
    ),
    "enough income": Mix(
        147,
        "net income per head, 2016: yuan from which it lies below the next",
        {2_953: 2_500, 3_300: 3_500, 4_000: 2_500, 6_000: 1_300, 10_000: 200, 30_000: 0},
        "other households",
    ),
    "children": Mix(
        148,
        "children of school age",
        {0: 7_500, 1: 1_800, 2: 700},
        "unregistered households",
    ),
    "village want": Mix(
        150,
        "what a village wants",
        {
            "nothing": 7_400,
            "collective_income": 1_200,
            "network": 600,
            "culture_room": 400,
            "clinic": 200,
            "paved_road": 150,
            "safe_water": 30,
            "power": 20,
        },
        "villages",
    ),
    "county want": Mix(
        154,
        "what a county wants",
        {
            "nothing": 7_000,
            "township_clinics": 2_000,
            "service_centres": 700,
            "township_schools": 300,
        },
        "counties",
    ),
}
