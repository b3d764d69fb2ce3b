"""S4: the year's oversight plan by form: reports, a special inquiry, field studies.

The report names the items; the days are made up here. Its lists end in "and so on": the counts are
of the items it names.
"""

from __future__ import annotations

import attrs

import fupin as fp

ON = "2016-12-31"
NAMED = {
    "report": (
        "cattle and sheep", "woody oil crops", "ethnic-minority townships and villages",
        "pre-school three-year plan",
    ),
    "special-inquiry": ("vegetables",),
    "field-study": ("balanced compulsory education", "special education"),
}  # fmt: skip
ITEMS = [
    fp.AgendaItem(
        id=f"A-{form}-{n}", form=form, year=2016, division="5108", subject=subject,
        on=f"2016-{3 + n:02}-20",
    )
    for form, subjects in NAMED.items()
    for n, subject in enumerate(subjects)
]  # fmt: skip
INQUIRY = "A-special-inquiry-0"
CONCERNS = ("bases", "markets and their management", "circulation")
ASKED = [
    fp.Matter(
        id=f"Z-{n}", kind="inquiry-item", issuer="C-5108", addressee="GOV", item=INQUIRY,
        field=concern, raised="2016-03-20", assigned="2016-04-01",
    )
    for n, concern in enumerate(CONCERNS)
]  # fmt: skip
HANDLED = [
    fp.Handling(matter=matter.id, step=step, on=on, by=by)
    for matter in ASKED
    for step, on, by in (
        ("reply", "2016-07-01", "GOV"),
        ("follow-up", "2016-08-01", "C-5108"),
        ("closed", "2016-10-01", "C-5108"),
    )
]


def test_s4_the_items_named_come_back_by_form() -> None:
    """S4: four reports heard and deliberated, one special inquiry, two field studies."""
    told = fp.coverage.agenda(fp.Registry.of(agenda=ITEMS), on=ON, year=2016, by="form")
    assert dict(told.rows.select("form", "done").rows()) == {
        "report": 4, "special-inquiry": 1, "field-study": 2,
    }  # fmt: skip
    assert told.total == fp.Rate(7, 7)


def test_s4_an_item_put_off_is_not_done() -> None:
    """S4 broken: a field study that is only to come in the next year."""
    later = attrs.evolve(ITEMS[-1], on="2017-01-10")
    told = fp.coverage.agenda(fp.Registry.of(agenda=[*ITEMS[:-1], later]), on=ON, year=2016)
    assert told.total == fp.Rate(6, 7)
    assert told.missing()["item"].to_list() == [later.id]


def test_s4_the_inquiry_is_carried_out_item_by_item_and_followed_up() -> None:
    """S4: bases, markets, circulation; each answered, followed up and closed; no term is set."""
    registry = fp.Registry.of(matters=ASKED, handlings=HANDLED, agenda=ITEMS)
    told = fp.coverage.matters(registry, fp.policy.load("cn-supervision"), on=ON, by="item")
    assert told.rows.select("item", "raised", "answered", "closed", "followed_up").rows() == [
        (INQUIRY, 3, 3, 3, 3)
    ]
    assert told.rows["no_term"].item() == 3
    assert registry.check().counts == {}


def test_s4_an_item_of_the_inquiry_that_is_left_open_shows() -> None:
    """S4 broken: circulation is answered and never closed."""
    rows = [row for row in HANDLED if (row.matter, row.step) != ("Z-2", "closed")]
    registry = fp.Registry.of(matters=ASKED, handlings=rows)
    told = fp.coverage.matters(registry, fp.policy.load("cn-supervision"), on=ON)
    assert told.rate("closed") == fp.Rate(2, 3)
