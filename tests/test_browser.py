"""The browser that `make test` set up: it starts, draws Chinese, and poppler is beside it."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import browser, shot


def picture(page: Page, text: str) -> bytes:
    """Return how the page draws a text."""
    page.set_content(f"<p style='font-size: 48px'>{text}</p>")
    return page.screenshot()


def test_the_browser_has_glyphs_for_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with browser() as started:
        page = started.new_page()
        # A font without them draws the same empty box for both.
        assert picture(page, "匠") != picture(page, "心")

        shot(page, "not-asked-for")
        monkeypatch.setenv("JIANGXIN_SHOTS", str(tmp_path / "shots"))
        shot(page, "asked-for")
    assert [path.name for path in tmp_path.rglob("*.png")] == ["asked-for.png"]


@pytest.mark.parametrize("tool", ["pdfsig", "pdftoppm"])
def test_poppler_is_there(tool: str) -> None:
    assert shutil.which(tool)
