"""Behaviour of the printed regulation."""

from django.utils import translation

from jiangxin.regulation.articles import articles
from jiangxin.regulation.coverage import coverage
from jiangxin.regulation.printing import print_regulation


def printed(found: bool = True) -> str:
    """Return the document, as if the code had everything or nothing."""

    def resolve(name: str) -> bool:
        return found

    return print_regulation(coverage(resolve, resolve, resolve))


def test_all_articles_stand_verbatim_in_order_with_their_clauses() -> None:
    lines = printed().splitlines()
    texts = [line[2:] for line in lines if line.startswith("> ")]
    expected = [
        text
        for entry in articles().values()
        for text in (entry.text, *(clause.marker + clause.text for clause in entry.clauses))
    ]
    assert texts == expected
    assert len([line for line in lines if line.startswith("## ")]) == 9  # with the house rules
    assert "#### 第十四条（一） · Article 14(1)" in lines


def test_a_duty_without_evidence_says_what_is_missing() -> None:
    row = next(line for line in printed().splitlines() if "File it within 20 working days" in line)
    assert "| not yet |" in row or "| carried |" in row
    assert "no step is named" in printed(found=False) or "the code has no step" in printed(found=False)
    assert "| carried | 0 | 0 |" in printed(found=False)


def test_the_document_does_not_depend_on_the_language() -> None:
    with translation.override("en"):
        english = printed()
    with translation.override("zh-hans"):
        assert printed() == english
