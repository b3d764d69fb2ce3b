"""The page of engines says of each calculator on which engine it is asked."""

from tests.agreement.matrix import PAGE, page


def test_the_matrix_is_the_one_made_from_the_tests() -> None:
    text = PAGE.read_text("utf-8")
    assert text == page(text), "make engines"
