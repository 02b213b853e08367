"""The browser of the browser tests: which one, how it is started, and where its pictures go.

`dev/browser-setup` makes sure that one is there and looks in the same order.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PATIENCE = 10_000  # milliseconds until something that does not come is missing
NAMES = ("chromium", "google-chrome", "chromium-browser")


def executable() -> str | None:
    """Return the path of the system's Chromium; None lets Playwright take its own."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def arguments() -> list[str]:
    """Return the start arguments: nothing is asked of the network, and root runs without the sandbox it can't have."""
    quiet = ["gpu", "quic", "background-networking", "component-update", "sync"]
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    return [*sandbox, "--no-first-run", *(f"--disable-{part}" for part in quiet)]


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a headless browser and close it at the end of the block."""
    with sync_playwright() as playwright:
        chinese: dict[str, str | float | bool] = {
            **os.environ,
            "LANGUAGE": "zh_CN",
        }  # the words of the browser's own buttons
        started = playwright.chromium.launch(executable_path=executable(), args=arguments(), env=chinese)
        try:
            yield started
        finally:
            started.close()


def shot(page: Page, name: str) -> None:
    """Keep a full-page picture as NAME.png in the folder that JIANGXIN_SHOTS names (`make shots`); else do nothing."""
    if folder := os.environ.get("JIANGXIN_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
