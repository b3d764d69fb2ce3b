"""Verdicts in words: lines and HTML, in Chinese and in English."""

import datetime as dt
from typing import Any

import pytest

import fupin as fp
from fupin.findings import Judgement

MET, UNMET, UNKNOWN = fp.Outcome
BOOK = fp.policy.load("sichuan-2016")


def survey(**found: Any) -> fp.Survey:
    """A household that lacks nothing but what is said."""
    fine = dict.fromkeys(("food", "clothing", "medical", "housing", "water", "power"), True)
    told = {"household": "H-1", "on": "2016-12-01", "income_until": "2016-12-31", **fine, **found}
    return fp.Survey(**told)


def verdict(**found: Any) -> fp.Verdict:
    """What the criterion of Sichuan says of it."""
    return fp.criteria.assess(survey(**found), BOOK, "household-exit", on="2016-12-31")


def judged(form: str, outcome: fp.Outcome, **said: Any) -> Judgement:
    """One node, made up."""
    told: dict[str, Any] = {
        "id": said.pop("id", form), "zh": "某项", "en": "something", "form": form,
        "outcome": outcome, "asked": outcome, "source": "某文件", "checked": "text", **said,
    }  # fmt: skip
    return Judgement(**told)


def made(root: Judgement, **said: Any) -> fp.Verdict:
    """A verdict of one tree."""
    return fp.Verdict(
        subject="H-1", criterion="c", zh="某标准", en="some criterion", book="b",
        on=dt.date(2016, 12, 31), judgement=root, **said,
    )  # fmt: skip


def test_a_verdict_is_told_in_chinese_line_by_line() -> None:
    """The states stand under each other; what was found, and what it must be."""
    found = verdict(net_income_per_head="2952", school_age_children=0, water=None, broadcast=False)
    assert found.explain("zh").splitlines() == [
        "H-1，2016-12-31，贫困户退出（一超六有）：不符合（sichuan-2016）；核查日 2016-12-01",
        "  × 不符合  人均纯收入超过国家扶贫标准：2952 元，应超过 2952 元（2016-12-31）",
        "  ? 不详　  收入稳定：未登记",
        "  √ 符合　  不愁吃",
        "  √ 符合　  不愁穿",
        "  – 不适用  义务教育有保障；适用条件：有适龄学生（否）",
        "  √ 符合　  基本医疗有保障",
        "  √ 符合　  住房安全有保障",
        "  ? 不详　  有安全饮用水：未登记",
        "  √ 符合　  有生活用电",
        "  × 不符合  有广播电视",
        "不符合项：人均纯收入超过国家扶贫标准、有广播电视",
        "依据：四川省贫困县贫困村贫困户退出实施方案（原文）",
        "依据：云南调查年鉴2017（原文）",
        (
            "口径说明：按收入所属年度的国家扶贫标准比较。2014年起该标准对应可支配收入，此处以人均纯收入直接与之比较，"
            "国家核查2014至2017年退出户时以2952元为准亦如此。"
        ),
        "口径说明：稳定超过：一年的收入看不出是否稳定，另列一项。",
        "口径说明：有适龄学生的户才查；原文未写明。",
    ]


def test_a_verdict_is_told_in_english_with_how_words_were_read() -> None:
    found = verdict(net_income_per_head="3210", school_age_children=1, education=None).explain("en")
    lines = found.splitlines()
    income = "3210 yuan, must be over 2952 yuan (2016-12-31)"
    assert lines[:2] == [
        "H-1 on 2016-12-31, exit of a household: unknown (sichuan-2016); seen on 2016-12-01",
        f"  √ met      net income over the national line: {income}",
    ]
    assert (
        "  ? unknown  compulsory education is secured: not recorded; "
        "asked only if there are children of school age: yes" in lines
    )
    assert (
        "still needed: the income is steady, compulsory education is secured, radio or television"
        in lines
    )
    assert "source: 云南调查年鉴2017 (text)" in lines
    assert "reading: Asked where there are children of school age; the text does not say so." in (
        lines
    )


def test_a_verdict_is_told_in_chinese_with_how_words_were_read() -> None:
    """A line of disposable income is never held against net income in silence."""
    lines = verdict(net_income_per_head="3210").explain("zh").splitlines()
    [measure] = [line for line in lines if line.startswith("口径说明：按收入所属年度")]
    assert "该标准对应可支配收入，此处以人均纯收入直接与之比较" in measure
    village = fp.VillageSurvey(
        division="510824102201", on="2016-12-20", poor_persons=30, rural_population=1000
    )
    told = fp.criteria.assess(village, BOOK, "village-exit", on="2016-12-31").explain("zh")
    assert "口径说明：“以下”按含本数理解" in told


def test_a_reading_that_a_book_has_in_english_alone_is_shown_in_english() -> None:
    only = made(judged("flag", MET, value="yes", reading="As it is."))
    assert only.explain("zh").splitlines()[-1] == "口径说明：As it is."
    both = made(judged("flag", MET, value="yes", reading="As it is.", reading_zh="照录。"))
    assert both.explain("zh").splitlines()[-1] == "口径说明：照录。"
    assert both.explain("en").splitlines()[-1] == "reading: As it is."


@pytest.mark.parametrize("book", fp.policy.shipped())
def test_shipped_criteria_say_in_chinese_too_how_words_were_read(book: str) -> None:
    trees = [criterion.tree for criterion in fp.policy.load(book).criteria]
    assert [n.id for tree in trees for n in tree.nodes() if n.reading and not n.reading_zh] == []


def of_2017(**found: Any) -> list[str]:
    """A household with an income of 2017, the year whose line has no number."""
    told = fp.criteria.assess(
        survey(income_until="2017-12-31", income_steady=True, broadcast=True, **found),
        BOOK, "household-exit", on="2018-03-01",
    )  # fmt: skip
    assert "income" in told.needed
    return [*told.explain("zh").splitlines(), *told.explain("en").splitlines()]


def test_where_the_line_of_a_year_has_no_number_it_is_the_line_that_is_wanting() -> None:
    """The income is known: who sets the line and how to supply it is said, and nothing else."""
    lines = of_2017(net_income_per_head="3500", school_age_children=0)
    by = BOOK.parameter("national-line").set_by
    supply = 'policy.amend(book, parameters={"national-line": ...})'
    for line in (
        "  ? 不详　  人均纯收入超过国家扶贫标准：3500 元，2017-12-31 的限值无有据可查的数字",
        (
            "缺限值：人均纯收入超过国家扶贫标准：national-line 在 2017-12-31 无有据可查的数字；"
            f"由谁确定：{by}；补充方法：{supply}"
        ),
        (
            "  ? unknown  net income over the national line: 3500 yuan, "
            "the limit of 2017-12-31 has no sourced number"
        ),
        (
            "limit wanting: net income over the national line: national-line has no sourced number "
            f"for 2017-12-31; set by: {by}; supply it: {supply}"
        ),
    ):
        assert line in lines
    assert not [line for line in lines if line.startswith(("尚需查明", "still needed"))]


def test_an_income_that_is_not_known_is_needed_beside_a_line_that_is_wanting() -> None:
    lines = of_2017(net_income_per_head=None, school_age_children=0)
    assert "尚需查明：人均纯收入超过国家扶贫标准" in lines
    assert "still needed: net income over the national line" in lines
    assert [line[:4] for line in lines if "supply it" in line or "补充方法" in line] == [
        "缺限值：",
        "limi",
    ]


def test_a_wanting_line_that_nobody_is_said_to_set_is_told_so() -> None:
    node = judged(
        "compare", UNKNOWN, value="7", how="over", limit_wanted="line", limit_on=dt.date(2017, 1, 1)
    )
    assert "由谁确定：规则书未说明" in made(node).explain("zh")
    assert "set by: the book does not say" in made(node).explain("en")


def test_whether_a_condition_holds_may_be_unknown() -> None:
    told = verdict(education=False).explain("zh")
    assert "  ? 不详　  义务教育有保障；适用条件：有适龄学生（不详）" in told
    assert "asked only if there are children of school age: not known" in (
        verdict(education=False).explain("en")
    )


@pytest.mark.parametrize(
    ("form", "least", "zh", "en"),
    [
        ("any", 1, "其中一项", "any of"),
        ("least", 2, "其中至少 2 项", "at least 2 of"),
        ("not", None, "与下项相反", "the opposite of"),
    ],
)
def test_a_group_says_how_many_of_its_parts_it_asks(
    form: str, least: int | None, zh: str, en: str
) -> None:
    """The parts stand below it; where all are asked, the head says so."""
    part = judged("flag", UNMET, value="no")
    found = made(judged(form, UNMET, parts=(part,), least=least))
    assert found.explain("zh").splitlines()[1:3] == [
        f"  × 不符合  某项：{zh}",
        "  │ × 不符合  某项",
    ]
    assert found.explain("en").splitlines()[1] == f"  × unmet    something: {en}"
    whole = made(judged("all", UNMET, parts=(judged("all", UNMET, id="a", parts=(part,)),)))
    assert whole.explain("en").splitlines()[1:3] == [
        "  × unmet    something",
        "  │ × unmet    something",
    ]


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ({"how": "at_most", "limit": "3.00 %", "value": "2.00 %–3.50 %", "unit": "share"},
         "2.00 %–3.50 %，应不超过 3.00 %", "2.00 %–3.50 %, must be at most 3.00 %"),
        ({"how": "at_least", "limit": "1", "value": "0", "unit": "count"},
         "0，应不少于 1", "0, must be at least 1"),
        ({"how": "exactly", "limit": "1", "value": "0", "unit": "count", "assumed": True},
         "0（按假定），应等于 1", "0 (assumed), must be 1"),
        ({"how": "under", "limit": "6000", "unit": "yuan", "limit_on": "2021-12-31"},
         "未登记，应低于 6000 元（2021-12-31）",
         "not recorded, must be under 6000 yuan (2021-12-31)"),
        ({"how": "over", "value": "3210", "unit": "yuan"},
         "3210 元，限值不详", "3210 yuan, limit not known"),
    ],
)  # fmt: skip
def test_a_comparison_says_what_was_found_and_what_it_must_be(
    said: dict[str, Any], zh: str, en: str
) -> None:
    found = made(judged("compare", UNKNOWN, **said))
    assert found.explain("zh").splitlines()[1] == f"  ? 不详　  某项：{zh}"
    assert found.explain("en").splitlines()[1] == f"  ? unknown  something: {en}"


def test_an_answer_that_was_assumed_is_marked() -> None:
    """A yes or no after its label; a place as it was found."""
    flag = made(judged("flag", MET, value="yes", assumed=True))
    assert flag.explain("zh").splitlines()[1] == "  √ 符合　  某项（按假定）"
    assert flag.explain("en").splitlines()[1] == "  √ met      something (assumed)"
    place = made(judged("within", MET, value="5108"))
    assert place.explain("zh").splitlines()[1] == "  √ 符合　  某项：5108"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("2 without a day: no evidence", "2 份核查无日期，不作依据"),
        ("1 dated after 2016-12-31: no evidence", "1 份核查晚于 2016-12-31，不作依据"),
        ("seen on 2014-01-01: older than 6 months", "核查日 2014-01-01，已超过 6 个月，不作依据"),
        ("water: surveys of one day, or without a day, differ", "water：同日或无日期的核查不一致"),
        ("something nobody translated", "something nobody translated"),
    ],
)
def test_what_was_noted_is_said_in_the_language_of_the_reader(english: str, chinese: str) -> None:
    found = made(judged("flag", UNKNOWN), notes=(english,))
    assert found.explain("en").splitlines()[3] == english
    assert found.explain("zh").splitlines()[3] == chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("income_steady = True", "income_steady为是"),
        ("food = False", "food为否"),
        ("school_age_children = 2", "school_age_children为 2"),
        ("the last known value of a parameter holds on", "参数沿用最近一期已知值"),
        ("b: taken as in force, as the question said", "b：按提问视为有效"),
        ("b is attested on 2016-09-09 and answers for that year",
         "b 见于 2016-09-09，适用于当年"),
    ],
)  # fmt: skip
def test_what_was_assumed_is_told(english: str, chinese: str) -> None:
    found = made(judged("flag", UNKNOWN), assumptions=(english,))
    assert found.explain("en").splitlines()[3] == f"assumed: {english}"
    assert found.explain("zh").splitlines()[3] == f"按假定：{chinese}"


def test_a_field_is_told_by_the_label_of_what_asks_it() -> None:
    """In Chinese; in English the name of the field is what a programmer looks for."""
    leaf = judged("flag", MET, field="water", zh="有安全饮用水", value="yes", assumed=True)
    found = made(leaf, assumptions=("water = True",))
    assert "按假定：有安全饮用水为是" in found.explain("zh")
    assert "assumed: water = True" in found.explain("en")


def test_a_question_outside_the_days_of_a_book_says_so_in_chinese() -> None:
    """What the library itself notes is put into Chinese, all of it."""
    book = fp.policy.load("sichuan-2015")
    found = fp.criteria.assess(
        [survey(), fp.Survey(household="H-1", on="2018-01-01")],
        book,
        "household-exit",
        on="2016-12-31",
        assume={"in_force": True},
        carry=True,
    )
    assert [line for line in found.explain("zh").splitlines() if "按假定" in line] == [
        "按假定：sichuan-2015 见于 2015-12-18，适用至 2016-08-17",
        "按假定：sichuan-2015：按提问视为有效",
        "按假定：参数沿用最近一期已知值",
    ]
    assert "1 份核查晚于 2016-12-31，不作依据" in found.explain("zh")


def test_a_reading_and_the_lack_of_a_survey_stand_in_the_head() -> None:
    found = made(judged("flag", UNKNOWN, article="第三条"), yardstick="under")
    assert found.explain("zh").splitlines()[0] == (
        "H-1，2016-12-31，某标准：不详（b，口径 under）；无有效核查记录"
    )
    assert found.explain("en").splitlines()[0] == (
        "H-1 on 2016-12-31, some criterion: unknown (b, yardstick under); no survey that counts"
    )
    assert found.explain("en").splitlines()[-1] == "source: 某文件 第三条 (text)"


def test_html_says_the_same_and_marks_what_is_not_met() -> None:
    """As nested lists; whatever stands in a label is no markup."""
    part = judged("flag", UNMET, id="p", zh="<b>某&项", value="no")
    off = judged("flag", MET, id="q", condition=judged("flag", UNMET, id="r", value="no"))
    group = judged("any", UNMET, id="s", parts=(part, off))
    html = made(judged("all", UNMET, parts=(group,)), notes=("a < b",)).to_html("zh")
    assert html.startswith(
        '<div class="fupin-verdict" lang="zh"><p><b>H-1，2016-12-31，某标准：不符合'
    )
    assert html.count("<ul") == html.count("</ul>") == 2
    assert 'color: #b3261e">× 不符合</span>&lt;b&gt;某&amp;项</li>' in html
    assert '<li class="no">' in html
    assert 'color: #6b6b6b">– 不适用</span>' in html
    assert "a &lt; b" in html
    assert verdict()._repr_html_() == verdict().to_html("zh")
