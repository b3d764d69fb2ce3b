"""S3: the deliberation opinion on the rural outline, followed up in 2013, and its result in posts.

The report gives the year and the counts; days, places and ids are made up here.
"""

from __future__ import annotations

import pytest

import fupin as fp
from fupin.coverage import Posted

ON = "2016-09-09"
PROBLEMS = ("zeal at the top, coolness below", "no joint force", "assessment for form's sake")
OPINION = fp.Matter(
    id="Y-1", kind="deliberation-opinion", issuer="C-5108", addressee="GOV", division="5108",
    raised="2012-10-26", assigned="2012-11-05", problems=PROBLEMS,
)  # fmt: skip
HANDLED = [
    fp.Handling(matter="Y-1", step="follow-up", on="2013-06-01", by="C-5108"),
    fp.Handling(matter="Y-1", step="reply", on="2013-09-01", by="GOV"),
    fp.Handling(matter="Y-1", step="reply", on="2013-09-02", by="PARTY"),
    fp.Handling(matter="Y-1", step="closed", on="2013-12-20", by="C-5108"),
]
SUPERVISION = fp.policy.load("cn-supervision")
COUNTIES = ("510802", "510811", "510812", "510821", "510822", "510823", "510824")
POOR = [f"{COUNTIES[n % 7]}{100 + n // 7 % 20:03}{201 + n // 140:03}" for n in range(739)]
POST = "full-time-deputy-secretary"


def told(handlings: list[fp.Handling]) -> fp.Coverage:
    registry = fp.Registry.of(matters=[OPINION], handlings=handlings)
    return fp.coverage.matters(registry, SUPERVISION, on=ON)


def test_s3_the_opinion_was_taken_up_by_two_bodies_followed_up_and_resolved() -> None:
    """S3: three problems; the Party committee, not asked, replied too; followed up and closed."""
    found = fp.matter.check(OPINION, SUPERVISION, on=ON, handlings=HANDLED)
    assert (found.closed, found.followed_up, found.others) == (fp.Outcome.MET,) * 2 + (("PARTY",),)
    result = told(HANDLED)
    assert result.rate("closed") == result.rate("followed_up") == fp.Rate(1, 1)
    assert result.rows["replied_by_others"].item() == 1
    registry = fp.Registry.of(matters=[OPINION], handlings=HANDLED)
    [kept] = registry.records("matters", id="Y-1")
    assert kept.problems == PROBLEMS


def test_s3_no_term_is_set_for_an_opinion_so_there_is_no_rate() -> None:
    """S3: the law asks that it be dealt with, and gives no number of months."""
    result = told(HANDLED)
    assert (result.rows["no_term"].item(), result.total) == (1, fp.Rate(0, 0))


def test_s3_an_opinion_that_nobody_followed_up_is_not_followed_up_until_closure() -> None:
    """S3 broken: closed without a follow-up."""
    assert told(HANDLED[1:]).rate("followed_up") == fp.Rate(0, 1)


def postings() -> list[fp.Posting]:
    """A full-time deputy secretary in every county, township and poor village."""
    townships = {code[:9] for code in POOR}
    places = [*COUNTIES, *sorted(townships), *POOR]
    return [
        fp.Posting(person=f"P-{n}", post=POST, division=place, since="2014-01-01")
        for n, place in enumerate(places)
    ]


@pytest.mark.parametrize(
    ("of", "number"), [("county", 7), ("township", 140), ("poor-village", 739)]
)
def test_s3_every_county_township_and_poor_village_has_its_secretary(of: str, number: int) -> None:
    """S3: 7 counties and 739 poor villages are the report's; the number of townships is made up."""
    registry = fp.Registry.of(
        villages=[fp.Village(division=code, poor=True) for code in POOR], postings=postings()
    )
    assert fp.coverage.places(registry, Posted(POST), of=of, on=ON).total == fp.Rate(number, number)


@pytest.mark.parametrize("of", ["county", "township", "poor-village"])
def test_s3_one_vacant_post_is_named_at_each_level(of: str) -> None:
    """S3 broken: the last secretary of each level left on the day before."""
    vacant = {COUNTIES[-1], max(code[:9] for code in POOR), max(POOR)}
    rows = [row for row in postings() if row.division not in vacant]
    registry = fp.Registry.of(
        villages=[fp.Village(division=code, poor=True) for code in POOR], postings=rows
    )
    result = fp.coverage.places(registry, Posted(POST), of=of, on=ON)
    assert result.total.denominator - result.total.numerator == 1
    [place] = result.missing()["place"].to_list()
    assert place.rstrip("0") in {code.rstrip("0") for code in vacant}
