"""Every rule of the check (核查规则), over every table of a registry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import narwhals.stable.v2 as nw

from fupin.divisions import SHORT_CODE
from fupin.frames.checks import Check, Rule
from fupin.frames.engines import Frame, collect
from fupin.frames.given import faults_of_help
from fupin.frames.histories import walked
from fupin.frames.knowledge import RECORDED, WITHDRAWN, crossed
from fupin.frames.normalise import PARTS_OF_ONE, UNREADABLE
from fupin.frames.oversight import oversight
from fupin.frames.planes import one_of
from fupin.frames.registry import Registry
from fupin.frames.repeats import parted, same, spread
from fupin.frames.tables import SPECS, TYPES, TableSpec
from fupin.model.statuses import TRACKS
from fupin.model.surveys import INCOME_PARTS, PARTS, PLAUSIBLE
from fupin.model.vocabulary import WORDS


def look_over(registry: Registry) -> Check:
    """Look at every table of a registry, by every rule that it has the columns for."""
    counts: Counter[str] = Counter()
    parts, faulty = list(_faults(registry)), []
    # One rule after the other: all in one plan would hold every table's keys at once.
    for part in parts:
        counted = collect(part.group_by("rule").agg(nw.len().alias("n")))
        counts.update({rule: int(n) for rule, n in counted.iter_rows()})
        faulty += [part] if len(counted) else []
    return Check(_together(faulty or parts[:1]), registry.kind, dict(sorted(counts.items())))


def _together(parts: list[Frame]) -> Frame:
    """All parts as one, in halves: DuckDB nests what is added one after the other."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return nw.concat([_together(parts[:half]), _together(parts[half:])], how="vertical")


def _faults(registry: Registry) -> Iterator[Frame]:
    """The faulty rows by every rule that the registry has the columns for."""
    for table in registry.tables:
        spec, given = SPECS[table], registry.given(table)
        told = [c for c in registry.columns(table) if c in spec.types]
        columns = [c for c in told if c not in (RECORDED, WITHDRAWN)]
        yield from _cells(spec, given, told)
        yield from _repeats(spec, given, columns)
        if len(told) - len(columns) > 1:
            yield _crossed(spec, given, columns)
        if table in _DATED:
            yield from _undated(spec, given, columns)
        if table == "incomes":
            yield from _spent(spec, given, columns)
        yield from _more_than_all(spec, given, columns)
        if table == "loans":
            yield from _no_term(spec, given, columns)
        if "since" in columns and "until" in columns:
            yield Rule(
                f"{table} period empty",
                table,
                "until",
                "it ends on or before the day it begins",
                "until after since",
                "correct one of the two: until then it is unknown on every day",
            ).rows(given.filter(nw.col("since") >= nw.col("until")), *_key(spec, columns))
    yield from _strangers(registry)
    yield from faults_of_help(registry)
    yield from oversight(registry)
    if registry.has("events"):
        yield from _histories(registry)


def _crossed(spec: TableSpec, given: Frame, columns: list[str]) -> Frame:
    """Rows withdrawn before they were recorded."""
    return Rule(
        f"{spec.name} withdrawn before recorded",
        spec.name,
        f"{RECORDED}, {WITHDRAWN}",
        "the row was withdrawn before it was recorded",
        "withdrawn on the day it was recorded, or later",
        "correct one of the two: until then nobody knows whether it stands",
    ).rows(given.filter(crossed()), *_key(spec, columns))


def _key(spec: TableSpec, columns: list[str]) -> list[str]:
    return [c for c in spec.key if c in columns]


def _cells(spec: TableSpec, given: Frame, columns: list[str]) -> Iterator[Frame]:
    """Faults that a single cell shows."""
    table, key = spec.name, _key(spec, columns)
    marks = set(given.collect_schema().names())
    for name in columns:
        kind, cell = spec.types[name], nw.col(name)
        if (mark := UNREADABLE + name) in marks:
            yield Rule(
                f"{table}.{name} unreadable",
                table,
                name,
                f"the cell cannot be read as a {kind}",
                TYPES[kind],
                "correct it: until then what rests on it is unknown",
            ).rows(given.filter(nw.col(mark)), *key)
        if kind == "code":
            bad = ~cell.is_null() & ~cell.fill_null("").str.contains(SHORT_CODE)
            yield Rule(
                f"{table}.{name} unreadable",
                table,
                name,
                "the code cannot be read",
                "2, 4, 6, 9 or 12 digits of an administrative division",
                "correct it: until then its division is unknown",
            ).rows(given.filter(bad), *key)
        if kind == "id" and name in spec.required:
            yield Rule(
                f"{table}.{name} missing",
                table,
                name,
                "there is no id",
                "the id of a record",
                "give it: until then nothing can be said of that end for sure",
            ).rows(given.filter(cell.is_null()), *key)
        if (table, name) in WORDS:
            words = WORDS[table, name]
            bad = ~cell.is_null() & ~one_of(name, words, words).sure
            if name in spec.required:
                bad = bad | cell.is_null()
            yield Rule(
                f"{table}.{name} unknown",
                table,
                name,
                "the word is not one of those known",
                " or ".join(sorted(words)),
                "use one of them: until then it may be any",
            ).rows(given.filter(bad), *key)
        if (table, name) in _LEAST:
            least = _LEAST[table, name]
            yield Rule(
                f"{table}.{name} below {least}",
                table,
                name,
                f"the number is below {least}",
                f"{least} or more",
                "correct it: until then it is unknown",
            ).rows(given.filter((cell < least).fill_null(value=False)), *key)
        if name == "size":
            most = PLAUSIBLE["members"][1]
            yield Rule(
                f"{table}.{name} above {most}",
                table,
                name,
                f"the number is above {most:,}",
                f"{most:,} or less",
                "correct it: until then income by its parts is unknown",
            ).rows(given.filter((cell > most).fill_null(value=False)), *key)
        if name in PLAUSIBLE:
            yield from _implausible(spec, given, name, key)


def _implausible(spec: TableSpec, given: Frame, name: str, key: list[str]) -> Iterator[Frame]:
    """Numbers that cannot be, and incomes of nothing, which can and are seldom so."""
    least, most = PLAUSIBLE[name]
    by = PARTS_OF_ONE.get(spec.types[name], 1)
    cell = nw.col(name)
    beyond = ((cell < least * by) | (cell > most * by)).fill_null(value=False)
    yield Rule(
        f"{spec.name}.{name} implausible",
        spec.name,
        name,
        f"the number is below {least:,} or above {most:,}",
        f"{least:,} to {most:,}",
        "correct it: until then it is unknown",
    ).rows(given.filter(beyond), *key)
    if spec.name == "surveys" and spec.types[name] == "yuan":
        yield Rule(
            f"{spec.name}.{name} nothing",
            spec.name,
            name,
            "the income is 0",
            "more than 0",
            "confirm it: it counts as poor, and the Watts index leaves it out",
        ).rows(given.filter((cell == 0).fill_null(value=False)), *key)


_LEAST = {
    ("households", "size"): 1, ("unregistered", "size"): 1, ("exemptions", "quota"): 0,
    ("reports", "year"): 1949, ("populations", "persons"): 1,
    ("acts", "quantity"): 0, ("acts", "money"): 0, ("acts", "households"): 0,
    ("acts", "persons"): 0, ("acts", "person_times"): 0,
    ("plan_items", "quantity"): 0, ("plans", "version"): 1, ("schemes", "version"): 1,
    ("agenda", "year"): 1949, ("inspections", "round"): 1,
}  # fmt: skip
_LATEST = "give it: what such a row says otherwise than the latest is unknown"
_SEEN = ("on", "the day it was seen", _LATEST)
_DONE = ("on", "the day it was done", "give it: until then it may have been done on any day")
_DATED = {
    "handlings": _DONE, "inspections": _DONE,
    "surveys": _SEEN, "village_surveys": _SEEN, "county_surveys": _SEEN,
    "treatments": ("on", "the day it was settled", _LATEST),
    "contributions": ("on", "the day it was paid, or was due", _LATEST),
    "loans": ("on", "the day it was paid out", _LATEST),
    "incomes": ("until", "the last day of the period it was earned in", _LATEST),
}  # fmt: skip


def _undated(spec: TableSpec, given: Frame, columns: list[str]) -> Iterator[Frame]:
    """Rows of which nobody says when: each may be the latest."""
    name, expected, remedy = _DATED[spec.name]
    if name in columns:
        marks = [c for c in given.collect_schema().names() if c == UNREADABLE + name]
        given = given.filter(nw.col(name).is_null(), *(~nw.col(mark) for mark in marks))
    yield Rule(
        f"{spec.name}.{name} missing",
        spec.name,
        name,
        "there is no day",
        expected,
        remedy,
    ).rows(given, *_key(spec, columns))


def _spent(spec: TableSpec, given: Frame, columns: list[str]) -> Iterator[Frame]:
    """Incomes by their parts that come to less than nothing."""
    if set(INCOME_PARTS) <= set(columns):
        wage, business, property_, transfer, expenses = (nw.col(part) for part in INCOME_PARTS)
        net = wage + business + property_ + transfer - expenses
        yield Rule(
            f"{spec.name} below nothing",
            spec.name,
            ", ".join(INCOME_PARTS),
            "the expenses are more than all that came in",
            "a net income of 0 or more",
            "correct or confirm it: until then net income is unknown",
        ).rows(given.filter((net < 0).fill_null(value=False)), *_key(spec, columns))


def _more_than_all(spec: TableSpec, given: Frame, columns: list[str]) -> Iterator[Frame]:
    """Amounts that are more than what they are a part of."""
    for part, whole in PARTS.get(spec.name, ()):
        if part in columns and whole in columns:
            more = (nw.col(part) > nw.col(whole)).fill_null(value=False)
            yield Rule(
                f"{spec.name}.{part} over {whole}",
                spec.name,
                f"{part}, {whole}",
                "the part is more than the whole",
                f"{part} of at most {whole}",
                "correct one of the two: until then both are unknown",
            ).rows(given.filter(more), *_key(spec, columns))


def _no_term(spec: TableSpec, given: Frame, columns: list[str]) -> Iterator[Frame]:
    """Loans without a purpose, and loans that are due before they are paid out."""
    if "production" in columns:
        yield Rule(
            "loans.production missing",
            "loans",
            "production",
            "nothing says what the loan is for",
            "yes where it is for production, no where it is not",
            "give it: until then it is not known to keep its terms",
        ).rows(given.filter(nw.col("production").is_null()), *_key(spec, columns))
    for end in ("due", "repaid"):
        if {"on", end} <= set(columns):
            late = (nw.col(end) <= nw.col("on")) if end == "due" else nw.col(end) < nw.col("on")
            yield Rule(
                f"loans.{end} before on",
                "loans",
                f"on, {end}",
                "it ends before it begins",
                f"{end} after on",
                "correct one of the two: until then its term or interest is unknown",
            ).rows(given.filter(late.fill_null(value=False)), *_key(spec, columns))


def _repeats(spec: TableSpec, given: Frame, columns: list[str]) -> Iterator[Frame]:
    """Rows of one key: said twice, or contradicting each other."""
    table, key = spec.name, _key(spec, columns)
    others = [c for c in columns if c not in key]
    named = [c for c in key if spec.types[c] != "day"]
    _, several = parted(given, *named)
    seen = several.group_by(*key).agg(
        nw.len().alias("_rows"), *(expr for c in others for expr in spread(c))
    )
    twice = seen.filter(nw.col("_rows") > 1)
    if others:
        agreed = nw.all_horizontal(*(same(c) for c in others), ignore_nulls=True)
        yield Rule(
            f"{table} contradict",
            table,
            ", ".join(key),
            "rows of one key say different things",
            "one row a key",
            "keep the right one: until then what they differ in is unknown",
        ).rows(twice.filter(~agreed), *key)
    yield Rule(
        f"{table} repeated",
        table,
        ", ".join(key),
        "a key stands in more than one row",
        "one row a key",
        "keep one: rows that say the same count once",
    ).rows(twice, *key)


# Who an id must be found among: table, column, only for these kinds of link, then the table of it.
_OWNERS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("events", "household", (), "households"),
    ("memberships", "household", (), "households"),
    ("surveys", "household", (), "households"),
    ("incomes", "household", (), "households"),
    ("memberships", "person", (), "persons"),
    ("successions", "household", (), "households"),
    ("successions", "successor", (), "households"),
    ("exemptions", "helper", (), "helpers"),
    ("reports", "helper", (), "helpers"),
    ("links", "helper", (), "helpers"),
    ("links", "party", ("deputy-household", "cadre-household", "medical-household"), "households"),
    ("links", "party", ("member-deputy",), "helpers"),
    ("links", "party", ("deputy-voter",), "voters"),
    ("meetings", "helper", (), "helpers"),
    ("acts", "household", (), "households"),
    ("givers", "act", (), "acts"),
    ("schemes", "household", (), "households"),
    ("treatments", "household", (), "households"),
    ("contributions", "household", (), "households"),
    ("loans", "household", (), "households"),
    ("handlings", "matter", (), "matters"),
    ("matters", "item", (), "agenda"),
)


def _strangers(registry: Registry) -> Iterator[Frame]:
    """Ids that no record has."""
    for table, column, kinds, owner in _OWNERS:
        if not (registry.has(table, column) and registry.has(owner, "id")):
            continue
        rows = registry.given(table).filter(~nw.col(column).is_null())
        if kinds:
            rows = rows.filter(nw.col("kind").fill_null("").is_in(kinds))
        known = registry.frame(owner, "id").filter(~nw.col("id").is_null()).unique("id")
        if owner == "households" and registry.has("unregistered"):  # they are surveyed as well
            others = registry.frame("unregistered", "id").filter(~nw.col("id").is_null())
            known = nw.concat([known, others], how="vertical").unique("id")
        key = _key(SPECS[table], list(registry.columns(table)))
        yield Rule(
            f"{table}.{column} not among {owner}",
            table,
            column,
            f"no record of {owner} has this id",
            f"the id of one of {owner}",
            "add the record, or correct the id: the row is counted as it stands",
        ).rows(rows.join(known, left_on=column, right_on="id", how="anti"), *key)


def _histories(registry: Registry) -> Iterator[Frame]:
    """Households whose events cannot have happened so."""
    for track in TRACKS.values():
        told = walked(registry, track, dt.date.max, "registry.check")
        yield Rule(
            f"events impossible in {track.name}",
            "events",
            "event, on",
            f"the {track.name} events of this household are impossible in this order, or one has "
            "no day",
            "events in an order that can be, each with its day or year",
            "correct them: until then its status is unknown from there on",
        ).rows(told.filter(nw.col("_bad") > 0), "_of")
