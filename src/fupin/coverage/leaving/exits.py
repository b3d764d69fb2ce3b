"""The chain of exits (退出链条): households, incidence, villages, counties, bounds carried up.

Two questions are answered side by side: how many are still poor *by the criteria*, and how many *by
the record*. Where they part, households left too early or are kept too long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw

from fupin.amounts import Rate
from fupin.coverage.cited import cited_criterion
from fupin.coverage.grouping import By
from fupin.coverage.leaving.ends import NOBODY, UNPLACED, places, poor_village, shares, with_verdict
from fupin.coverage.leaving.indications import Yardstick, indications, yardsticks
from fupin.coverage.leaving.questions import Question
from fupin.coverage.leaving.remaining import MEASURES, SUMS, bounded, ids_of, remaining
from fupin.dates import DayLike, day
from fupin.divisions import Level
from fupin.errors import QuestionError
from fupin.frames import Registry, Table
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.policy import Policy

if TYPE_CHECKING:
    import polars as pl

CRITERIA: Mapping[str, str] = {
    "household": "household-exit", "village": "village-exit", "county": "county-exit",
}  # fmt: skip
_WHY = "coverage.exits"
_QUESTIONS = {"record": ("recorded_poor", "_recorded"), "criteria": ("poor", "")}
_VERDICTS = tuple(
    f"{c}{n}" for _, n in _QUESTIONS.values() for c in ("outcome", "failing", "needed")
)
_SHARES = {
    "incidence": "poor",
    "recorded_incidence": "recorded_poor",
    "combined_incidence": "combined_poor",
}


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Exits(Table):
    """A result of the chain (退出结果): places with who is still poor, and their verdicts.

    Attributes:
        leaves: what each bit of the masks stands for, by level.
        yardsticks: what evaluations of counties ask, by indication, where the books say.
    """

    leaves: Mapping[str, tuple[Mapping[str, Any], ...]]
    yardsticks: Mapping[str, tuple[Yardstick, ...]]

    @property
    def indications(self) -> pl.DataFrame:
        """Combined incidence, wrong exits and omissions beside their yardsticks, by place.

        Indications only: evaluations estimate these rates from samples of their own.
        """
        here = self.rows.filter(placed="here")
        return indications(here.to_dicts(), self.yardsticks)

    def rate(self, level: str, question: str = "criteria") -> Rate:
        """The share of the places of a level that reach their criterion.

        Of villages, those of the poor ones, where the table `villages` says which they are. Places
        where no book holds are not among them.

        Args:
            level: "village" or "county".
            question: "criteria" (those still poor by the criteria) or "record".

        Raises:
            QuestionError: no verdict was asked of that level, or no such question.
        """
        if level not in self.leaves or question not in _QUESTIONS:
            raise QuestionError(
                f"no rate of {level!r} by {question!r}: expected one of "
                f"{', '.join(self.leaves) or 'none'}, by {' or '.join(_QUESTIONS)}"
            )
        column = f"outcome{_QUESTIONS[question][1]}"
        judged = self.rows.filter(level=level, placed="here").drop_nulls(column)
        asked, doubtful = judged, 0
        if level == "village" and self.provenance.asked["villages"] == "poor":
            asked = judged.filter(poor_village=True)
            doubtful = judged["poor_village"].null_count()
        told = dict(asked[column].value_counts().iter_rows())
        return Rate(told.get("met", 0), asked.height, told.get("unknown", 0), doubtful)


def exits(
    registry: Registry,
    policy: Policy,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] = "village",
    criteria: Mapping[str, str | None] | None = None,
    assume_exited: Iterable[Any] = (),
    size_at_most: int | None = None,
    yardstick: str | None = None,
    assume: Mapping[str, Any] | None = None,
    carry: bool = False,
) -> Exits:
    """Who is still poor, where, and which villages and counties may leave poverty (退出链条).

    Example:
        >>> import fupin as fp
        >>> village = "510824102201"
        >>> registry = fp.Registry.of(
        ...     households=[
        ...         fp.Household(id="H-1", division=village, size=4, registration="in-need"),
        ...         fp.Household(id="H-2", division=village, size=3, registration="exited"),
        ...     ],
        ...     surveys=[fp.Survey(household="H-1", on="2016-12-01", housing=False)],
        ...     populations=[fp.RuralPopulation(division=village, year=2016, persons=1000)],
        ...     village_surveys=[
        ...         fp.VillageSurvey(
        ...             division=village, on="2016-12-01", collective_income=True,
        ...             paved_road=True, clinic=True, culture_room=True, network=True,
        ...         )
        ...     ],
        ... )
        >>> book = fp.policy.load("sichuan-2016")
        >>> chain = exits(registry, book, on="2016-12-31")
        >>> chain.rows.select("poor", "poor_most", "wrongly_exited_most", "outcome").rows()
        [(4, 4, 3, 'met')]

    Args:
        registry: needs `households` and `surveys`; uses `events`, `memberships`, `incomes`,
            `persons`, `populations` (rural population by place and year), `village_surveys`,
            `county_surveys`, `villages` and `unregistered`.
        policy: the rulebook, or several.
        on: the day asked about.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels; villages and counties get a verdict.
        criteria: other ids of criteria by unit: "household", "village", "county"; None: no verdict.
        assume_exited: ids of households taken as exited: what if this list goes out?
        size_at_most: persons that a household of unknown size has at most, an assumption that
            is recorded; None: nobody knows, and no upper bound that it touches is known.
        yardstick: another reading of the criteria of villages and counties; None: their own.
        assume: answers to fields of households that are not known; and `{"in_force": True}`.
        carry: let the last known value of a parameter hold on; recorded in the result.

    Returns:
        By place, households: in_need and exited by the record, the list among the exited; of those
        in need before the list may_exit, may_not_exit and exit_unknown; unplaced (status not
        known) and size_unknown. Of the list taken_as_exited, not_taken (surely not in need) and
        not_found (ids that are no households, in the row of unknown place): they add up to it.

        Persons, each from its name to its name with `_most` (empty: nobody knows, and a verdict
        takes all who live there): poor (in need, whether listed or not, and failing the criteria),
        recorded_poor (in need by the record, the list left out), wrongly_exited (exited, failing
        the criteria), omitted (unregistered, failing them; empty without the table), all three
        but the first as combined_poor; exited_persons and unregistered_persons.

        The verdict of a place stands on the incidence of the poor alone: exited households that
        fail the criteria, and unregistered ones, count in no verdict but in combined_poor and in
        the combined incidence.

        `rural_population` as `populations` has it for the very place; poor_village; and the
        incidence of the poor, of the recorded poor, and combined, each from `_low` to `_high`,
        empty where the numbers contradict each other. `outcome`, `failing` and `needed` of
        villages and counties, and the same `_recorded`.

    Raises:
        SchemaError: a table is missing.
        NotInForceError: no book, or no value of a parameter, on that day.
        UnknownRuleError: no such criterion or yardstick.
        QuestionError: `by` names something other than levels, a criterion asks about another unit,
            an unknown assumption, a list of no ids, or a household of less than one person.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    if size_at_most is not None and size_at_most < 1:
        raise QuestionError(f"a household has at least 1 person: got {size_at_most} @ size_at_most")
    by_places = By.of(by, registry, "households")
    if by_places.columns or not by_places.levels:
        raise QuestionError(f"{_WHY} goes by division levels, such as by='village'")
    taken = ids_of(registry, assume_exited)
    household, asked = _questions(
        registry, policy, at, by_places,
        criteria=criteria, yardstick=yardstick, assume=assume, carry=carry,
    )  # fmt: skip
    finest = By(by_places.levels[-1:], ())
    sums, readings = remaining(household, finest, taken, size_at_most)
    frames = [_of_level(household, sums, level, asked.get(level)) for level in by_places.levels]
    keys = by_places.keys
    measures = (*MEASURES, "rural_population", "poor_village", *_VERDICTS)
    bounds = tuple(f"{share}_{end}" for share in _SHARES for end in ("low", "high"))
    return Exits(
        frame=nw.concat(frames, how="vertical").select(*keys, *measures, *bounds),
        kind=registry.kind,
        keys=keys,
        measures=measures,
        provenance=registry.provenance(
            "exits",
            at,
            asked={
                "criteria": {q.unit: q.criterion.id for q in (household, *asked.values())},
                "by": by_places.names,
                "villages": "poor" if registry.has("villages", "poor") else "all",
                "yardstick": yardstick,
                "assume": {n: str(answer) for n, answer in sorted(household.assume.items())},
                "assume_exited": len(taken),
                "size_at_most": size_at_most,
                "carry": carry,
            },
            books=household.books.ids,
            rules=tuple(
                cited_criterion(a, at, None if q is household else yardstick, carry=carry)
                for q in (household, *asked.values())
                for a in q.group
            ),
            assumptions=(*household.readings, *readings, NOBODY, UNPLACED),
        ),
        leaves={level.value: question.leaves for level, question in asked.items()},
        yardsticks=yardsticks(household.books, at, carry=carry),
    )


def _questions(
    registry: Registry,
    policy: Policy,
    on: dt.date,
    by: By,
    *,
    criteria: Mapping[str, str | None] | None,
    yardstick: str | None,
    assume: Mapping[str, Any] | None,
    carry: bool,
) -> tuple[Question, dict[Level, Question]]:
    """The question about households, and those about the places of each level."""
    ids = {**CRITERIA, **(criteria or {})}
    if set(ids) != set(CRITERIA) or ids["household"] is None:
        raise QuestionError(
            f"criteria= names criteria of {', '.join(CRITERIA)}, the first one always"
        )

    def asked(unit: str, name: str, measure: str | None, answers: Any) -> Question:
        question = Question.of(
            registry, policy, name, on,
            yardstick=measure, assume=answers, carry=carry, why=_WHY,
        )  # fmt: skip
        if question.unit != unit:
            raise QuestionError(
                f"{name} asks about a {question.unit}: expected a {unit} @ criteria"
            )
        return question

    household = asked("household", ids["household"], None, assume)
    in_force = {"in_force": household.in_force}
    named = {level: ids.get(level.value) for level in by.levels}
    return household, {
        level: asked(level.value, name, yardstick, in_force)
        for level, name in named.items()
        if name
    }


def _of_level(household: Question, sums: Frame, level: Level, asked: Question | None) -> Frame:
    """The rows of one level: sums, of places of that level or of those inside, and what follows."""
    by_name = {name: nw.col(name) for name in SUMS}
    rows = _with_places(household, By((level,), ()).sums(sums, by_name, sound=False), level)
    for poor, name in _QUESTIONS.values():
        if asked is not None:
            rows = with_verdict(asked, rows, poor, name)
    here = nw.when(nw.col("placed") == "here")
    verdicts = (
        empty("text" if c.startswith("outcome") else "count") if asked is None
        else here.then(nw.col(c)) for c in _VERDICTS
    )  # fmt: skip
    return rows.with_columns(
        *(verdict.alias(c) for c, verdict in zip(_VERDICTS, verdicts, strict=True)),
        *(share for name, poor in _SHARES.items() for share in shares(poor, name)),
    )


def _with_places(household: Question, sums: Frame, level: Level) -> Frame:
    """Places with what is said of them; those without households on record have none poor."""
    registry = household.registry
    told = places(registry, level, household.on, _WHY)
    both = sums.join(told, left_on="division", right_on="_code", how="full")
    division = nw.when(nw.col("division").is_null()).then(nw.col("_code"))
    flags = [c for c in told.collect_schema().names() if c not in ("_code", "rural_population")]
    filled = both.with_columns(
        *(nw.col(name).fill_null(0) for name in (*SUMS, *flags)),
        division.otherwise(nw.col("division")).alias("division"),
        nw.col("placed").fill_null("here"),
        nw.lit(level.value).alias("level"),
    )
    return bounded(
        filled.with_columns(poor_village(registry, level).alias("poor_village")), registry
    )
