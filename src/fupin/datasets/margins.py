"""Every figure the synthetic registry is made with, and where it comes from (边际分布).

`docs/synthetic.md` is made from this file. A figure is either a published one, with its source,
or *chosen*: invented so that every case a registry can hold is there. Shares are parts of ten
thousand. Stream numbers are part of the answer: changing one changes the registry.
"""

from __future__ import annotations

from fupin.datasets import evidence_margins
from fupin.datasets.figures import Count, Mix, Share

REPORT = "the report of Guangyuan's congress, 2016-09-09"

COUNTS: dict[str, Count] = {
    "city deputies": Count("deputies of Guangyuan city", 359, REPORT),
    "county deputies": Count("deputies of Guangyuan's counties", 1_428, REPORT),
    "township deputies": Count("deputies of Guangyuan's townships", 10_951, REPORT),
    "poor villages": Count("poor villages of Guangyuan", 739, REPORT),
    "office cadres": Count("paired cadres of the committee's office", 45, REPORT),
    "city voters": Count("fixed voters of a city deputy", 5, REPORT),
    "voters": Count("voters of a county or township deputy", 10, REPORT),
    "county mean": Count("deputies of a county elsewhere", 204, "1,428 over 7 counties"),
    "township mean": Count("deputies of a township elsewhere", 75, "10,951 over 146 townships"),
    "provincial deputies": Count("provincial deputies of a city", 24),
    "full-time members": Count("full-time members of a city's committee", 15),
    "part-time members": Count("part-time members of a city's committee", 26),
    "households a cadre": Count("households for each township cadre there is", 25),
    "medical staff": Count("medical staff paired with patients, Zhaohua district", 60),
    "team": Count("members of a village-based work team", 3),
    "poor weight": Count("weight of a poor village, where households are placed", 6),
    "village weight": Count("weight of another village, or of a township elsewhere", 3),
    "residents weight": Count("weight of a residents' committee", 1),
    "spread": Count("each weight times 1 to this many", 4),
    "township weight": Count("weight of a township beside its villages, for its deputies", 4),
    "families": Count("households among which one is split, and one pair merged", 1_000),
    **evidence_margins.COUNTS,
}

SHARES: dict[str, Share] = {
    "division unknown": Share(1, "division is not known", 50, "households"),
    "division coarse": Share(2, "division is known to the township only", 50, "households"),
    "division wrong": Share(3, "fault: division is no code", 10, "households"),
    "size unknown": Share(4, "size is not known, nor are the members", 100, "households"),
    "size unlike": Share(5, "fault: size is one more than the members", 10, "households"),
    "cause unknown": Share(6, "cause is not known", 50, "households"),
    "household twice": Share(7, "fault: the row stands twice, alike", 5, "households"),
    "household conflict": Share(
        8, "fault: a second row of the id, other division", 3, "households"
    ),
    "registered by year": Share(
        9, "registration known by the year 2014 alone", 2_000, "households"
    ),
    "exit by year": Share(10, "exit of 2014, 2015 known by the year alone", 1_000, "those exits"),
    "exit 2016 by year": Share(11, "exit of 2016 known by the year alone", 200, "those exits"),
    "event twice": Share(12, "fault: the event stands twice, alike", 10, "events"),
    "member change": Share(
        13, "a member left and another came, on one day", 100, "households of 2+"
    ),
    "member unknown": Share(14, "a member's first day is not known", 20, "households"),
    "born unknown": Share(15, "day of birth is not known", 100, "persons"),
    "by-election": Share(20, "elected between elections, 2013 to 2014", 400, "deputies"),
    "two mandates": Share(21, "holds a township's mandate too", 300, "county deputies"),
    "exempt": Share(22, "quota of households is lifted", 80, "deputies with a quota"),
    "exempt, yet paired": Share(23, "is paired all the same", 2_000, "deputies exempt"),
    "quota lowered": Share(24, "quota of households is lowered to 1", 150, "city deputies"),
    "exemption over": Share(25, "the exemption ended on 2016-07-01", 500, "exemptions"),
    "cadre unknown": Share(26, "first day in post is not known", 100, "township cadres"),
    "cadre misplaced": Share(27, "fault: division is no code", 30, "township cadres"),
    "cadre reversed": Share(28, "fault: last day before the first", 20, "township cadres"),
    "cadre twice": Share(29, "fault: the row stands twice, alike", 20, "township cadres"),
    "secretary changed": Share(
        30, "another took over on a day in 2016", 500, "first Party secretaries"
    ),
    "outside": Share(40, "household is anywhere, not in the own division", 800, "deputy slots"),
    "exited early": Share(41, "household exited in 2014 may be paired", 1_000, "those households"),
    "voter unknown": Share(50, "division is not known", 50, "voters"),
    "no voters": Share(51, "contacts no voter", 50, "deputies with a quota"),
    "few voters": Share(52, "contacts one to three voters too few", 300, "deputies with a quota"),
    "sixth voter": Share(53, "contacts a sixth voter", 200, "city deputies"),
    "one deputy too few": Share(54, "contacts one deputy too few", 1_000, "members"),
    "visit outside": Share(60, "fault: a visit twenty days before the link began", 20, "visits"),
    "visit undated": Share(61, "the day of the visit is not known", 50, "visits"),
    "visit twice": Share(62, "fault: the visit stands twice, alike", 30, "visits"),
    "reported": Share(63, "handed in the written report of the year", 8_500, "members"),
    **evidence_margins.SHARES,
}

MIXES: dict[str, Mix] = {
    "size": Mix(
        100,
        "persons",
        {1: 1_530, 2: 2_340, 3: 2_580, 4: 2_010, 5: 1_010, 6: 390, 7: 100, 8: 40},
        "households",
        "mean 3.04: 89.62 million persons in 29.48 million households, 2014; the spread chosen",
    ),
    "cause": Mix(
        101,
        "main cause of poverty (主要致贫原因)",
        {
            "因病": 4_200,
            "因残": 1_100,
            "因学": 500,
            "因灾": 250,
            "缺土地": 150,
            "缺水": 50,
            "缺技术": 1_200,
            "缺劳动力": 1_150,
            "缺资金": 850,
            "交通条件落后": 250,
            "自身发展动力不足": 300,
        },
        "households",
        "the words: registration form; the shares chosen",
    ),
    "attribute": Mix(
        102,
        "attribute (贫困户属性); 五保贫困户 only with one or two persons, else 一般贫困户",
        {"一般贫困户": 6_400, "低保贫困户": 2_600, "五保贫困户": 1_000},
        "households",
        "the words: registration form; the shares chosen",
    ),
    "story": Mix(
        103,
        "what became of the household",
        {
            "in need": 3_891,
            "registered 2015": 250,
            "registered 2016": 200,
            "exited 2014": 1_588,
            "relapsed": 40,
            "exited 2015": 1_709,
            "exit annulled": 20,
            "exited 2016": 1_923,
            "exit refused": 40,
            "pending": 60,
            "deregistered": 80,
            "registered again": 20,
            "gone": 60,
            "ordinary": 40,
            "snapshot": 50,
            "snapshot unread": 5,
            "undated": 9,
            "impossible": 5,
            "two on a day": 5,
            "unknown word": 5,
        },
        "households",
        "Guangyuan, persons taken for households: 348,200 identified in 2014 and 250,800 out by "
        "the end of 2017 (city government, 2018-05-15); 56,700 out in 2014, 60,200 planned for "
        "2015 (press); for 2016, half of what then remains; all others chosen",
    ),
    "city households": Mix(
        110, "households", {0: 80, 1: 220, 2: 600, 3: 8_200, 4: 900}, "city deputies"
    ),
    "county households": Mix(111, "households", {0: 120, 1: 8_880, 2: 1_000}, "county deputies"),
    "township households": Mix(112, "households", {0: 150, 1: 9_350, 2: 500}, "township deputies"),
    "province households": Mix(
        113, "households", {0: 3_000, 1: 4_000, 4: 3_000}, "provincial deputies"
    ),
    "cadre households": Mix(
        114, "households", {2: 2_500, 3: 2_500, 4: 2_500, 5: 2_500}, "township cadres"
    ),
    "tale": Mix(
        120,
        "what became of the pairing",
        {
            "plain": 8_970,
            "late": 50,
            "unknown": 100,
            "ended": 200,
            "handed over": 300,
            "moved on": 200,
            "resumed": 100,
            "overlapping": 80,
        },
        "pairings",
    ),
    "role": Mix(121, "role", {"first": 9_000, "joint": 500, "none": 500}, "pairings"),
    "begun": Mix(122, "year a plain pairing began", {2015: 7_000, 2016: 3_000}, "pairings"),
    "fault": Mix(
        123,
        "fault of a pairing",
        {
            "none": 9_905,
            "until before since": 20,
            "until is since": 5,
            "kind unknown": 10,
            "no helper": 5,
            "no party": 5,
            "helper unknown": 5,
            "party unknown": 5,
            "twice alike": 20,
            "twice unlike": 20,
        },
        "pairings",
    ),
    "visits": Mix(
        130,
        "visits tried in 2016; those outside the pairing are dropped",
        {0: 800, 1: 1_000, 2: 2_500, 3: 2_000, 4: 1_700, 5: 1_000, 6: 1_000},
        "pairings",
    ),
    "talks": Mix(
        131, "meetings of 2016", {0: 300, 1: 700, 2: 5_000, 3: 2_500, 4: 1_500}, "member links"
    ),
    **evidence_margins.MIXES,
}


def described() -> str:
    """The tables of `docs/synthetic.md` that state every figure.

    Example:
        >>> print(described().splitlines()[4])
        | deputies of Guangyuan city | 359 | the report of Guangyuan's congress, 2016-09-09 |
    """
    lines = ["### Exact numbers", "", "| what | number | source |", "| --- | --- | --- |"]
    lines += [f"| {c.what} | {c.count:,} | {c.source} |" for c in COUNTS.values()]
    lines += ["", "### Shares", "", "| what | of 10,000 | source |", "| --- | --- | --- |"]
    lines += [f"| {s.what} | {s.per_10_000:,} {s.of} | {s.source} |" for s in SHARES.values()]
    lines += ["", "### Mixes", "", "| what | parts of 10,000 | source |", "| --- | --- | --- |"]
    for name, mix in MIXES.items():
        parts = ", ".join(
            f"{word if word != '' else 'none'} {n:,}" for word, n in mix.parts.items()
        )
        lines.append(f"| {name}: {mix.what}, of {mix.of} | {parts} | {mix.source} |")
    return "\n".join(lines) + "\n"
