"""The pipeline of the English catalogue, on a package of two files."""

from pathlib import Path

import pytest

from dev import messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
A = _("立项")
B = pgettext("missing", "缺")
C = ngettext("%(n)s 人", "%(n)s 人", 2)
"""
TEMPLATE = """
  {% comment %} {% translate "不在屏幕上" %} {% endcomment %}
      <p title="{% translate '说明' %}">{{ name|default:_("系统") }}</p>
   {% blocktranslate count n=days %}剩 {{ n }} 天{% plural %}剩 {{ n }} 天{% endblocktranslate %}
 {% translate "n月j日" context "date format" as form %}
"""


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the pipeline to a small package."""
    (tmp_path / "steps.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "page.html").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages, "PO", tmp_path / "en" / "django.po")
    return tmp_path


def translate(**english: str) -> None:
    """Write English into the catalogue: what is named, and "x" with the placeholders for the rest."""
    catalog = messages.load(messages.PO)
    for entry in messages.entries(catalog):
        text = english.get(
            messages.key(entry)[0], "".join(["x", *messages.PLACEHOLDER.findall(messages.key(entry)[0])])
        )
        entry.string = (text, text) if isinstance(entry.id, (tuple, list)) else text
    messages.save(catalog)


def test_strings_of_python_and_templates_are_found_with_their_context() -> None:
    assert messages.main([]) == 0
    keys = [messages.key(entry) for entry in messages.entries(messages.load(messages.PO))]
    assert keys == [
        ("说明", None), ("系统", None), ("剩 %(n)s 天", None), ("n月j日", "date format"),
        ("立项", None), ("缺", "missing"), ("%(n)s 人", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("english", "sentence"),
    [
        ({"立项": ""}, "no English: “立项”"),
        ({"%(n)s 人": "people"}, "the English has other placeholders: “%(n)s 人”"),
        ({"立项": "Open（立项）"}, "the English has Chinese in it: “立项”"),
    ],
)
def test_a_catalogue_that_is_not_fit_is_refused(
    english: dict[str, str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main(["update"])
    translate()
    assert messages.main(["check"]) == 0
    translate(**english)
    assert messages.main(["check"]) == 1
    assert sentence in capsys.readouterr().out


def test_a_guess_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    messages.main(["update"])
    translate()
    text = messages.PO.read_text(encoding="utf-8")
    messages.PO.write_text(text.replace('msgid "立项"', '#, fuzzy\nmsgid "立项"'), encoding="utf-8")
    assert messages.main(["check"]) == 1
    assert "guess" in capsys.readouterr().out


def test_what_the_sources_no_longer_say_is_named_and_then_dropped(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main(["update"])
    translate()
    (package / "steps.py").unlink()
    assert messages.main(["check"]) == 1
    assert "nothing uses this any more: “立项”" in capsys.readouterr().out
    messages.main(["update"])
    assert messages.main(["check"]) == 0


def test_an_update_keeps_translations_and_take_fills_the_rest_from_another_branch(package: Path) -> None:
    messages.main(["update"])
    translate(立项="Open")
    other = package / "other.po"
    other.write_bytes(messages.PO.read_bytes())
    translate(立项="Begin", 说明="")
    assert messages.main(["take", str(other)]) == 0
    english = {messages.key(entry)[0]: entry.string for entry in messages.entries(messages.load(messages.PO))}
    assert (english["立项"], english["说明"]) == ("Begin", "x")


def test_the_compiled_catalogue_is_what_gettext_reads() -> None:
    import gettext

    messages.main(["update"])
    translate(立项="Open")
    assert messages.main(["compile"]) == 0
    with messages.PO.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("立项") == "Open"


def test_a_wrong_call_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["publish"]) == 64
    assert "dev/messages" in capsys.readouterr().err
