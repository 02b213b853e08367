"""Journeys: what one person does in a real browser, told as a story, with a budget of presses.

Pressing a button, a link, a tick or a key counts as one, choosing from a list as two (open, choose); typing a text or a
number into a field does not count, for no design can spare it. The budgets stand in docs/screens.md, and a journey
whose row there is not true fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import time_machine
from playwright.sync_api import BrowserContext, ConsoleMessage, FilePayload, Locator, Page, expect

from tests.browser import shot
from tests.plugins.database import PASSWORD, ROOT
from tests.world import World

TABLE = ROOT / "docs" / "screens.md"
HEIGHTS = {360: 740, 768: 1024, 1024: 768, 1440: 900}  # phone, tablet upright, tablet lying, desk
MOST_TABS = 60  # who needs more to reach a button is lost


@dataclass(frozen=True)
class Journey:
    """What is to be done (`name`, as in test_NAME.py and in docs/screens.md), by which role, in how many presses."""

    name: str
    role: str
    budget: int
    width: int = 1440

    @property
    def size(self) -> tuple[int, int]:
        """The window, in CSS pixels."""
        return self.width, HEIGHTS[self.width]

    def row(self, clicks: int) -> str:
        """Return the row of docs/screens.md that is true when the journey took so many presses."""
        return f"| `{self.name}` | {self.role} | {self.width} | {self.budget} | {clicks} |"

    def judge(self, clicks: int) -> None:
        """Fail when the journey was longer than its budget, or when the documentation says something else."""
        assert clicks <= self.budget, f"{self.name}: {clicks} presses, and the budget is {self.budget}"
        stated = self.row(clicks)
        assert stated in TABLE.read_text(encoding="utf-8").splitlines(), f"docs/screens.md does not say: {stated}"


@dataclass
class Faults:
    """What must not happen on a journey: errors of scripts, failed or refused requests, requests to other hosts."""

    host: str
    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note every fault of every page of a browser window."""
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("console", self._hear)
        context.on("request", lambda request: self._note(self._foreign(request.url), f"foreign: {request.url}"))
        context.on("requestfailed", lambda request: self._note("ERR_ABORTED" not in (request.failure or ""),
                                                               f"failed: {request.url} {request.failure}"))  # fmt: skip
        context.on("response", lambda answer: self._note(answer.status >= 400, f"{answer.status}: {answer.url}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # A PDF has no icon of its own, so that the browser asks for the site's.
        wrong = message.type == "error" and not message.location["url"].endswith("/favicon.ico")
        self._note(wrong, f"console: {message.text}")

    def _note(self, wrong: bool, words: str) -> None:
        if wrong:
            self.found.append(words)

    def _foreign(self, url: str) -> bool:
        return urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc != self.host


class Traveller:
    """A person before a browser: what he presses, types and reads. Presses are counted in `clicks`."""

    def __init__(self, journey: Journey, page: Page, address: str, world: World, clock: time_machine.Traveller) -> None:
        self.journey, self.page, self.address, self.world = journey, page, address, world
        self.clicks = 0
        self._clock = clock
        self._shots = 0

    # ---- coming and going

    def go(self, path: str) -> None:
        """Open an address that the person has typed, kept as a bookmark, or read on a notice."""
        self.page.goto(self.address + path)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Ask for one's desk, and sign in on the page that asks who one is."""
        self.go("/desk")
        self.fill("登录名", login)
        self.fill("密码", password)
        self.click("button", "登录")

    def later(self, **span: float) -> None:
        """Let time pass, for the world and for the pages."""
        self._clock.move_to(self.world.later(**span), tick=False)

    # ---- what counts

    def click(self, role: str, name: str, *, within: Locator | None = None, exact: bool = True) -> None:
        """Press what has this role (button, link, checkbox …) and these words."""
        self.find(role, name, within=within, exact=exact).click()
        self.clicks += 1

    def turn_to(self, entry: str) -> None:
        """Press an entry of the rail; behind its words it may say how much waits there."""
        rail = self.page.get_by_role("navigation", name="主菜单")
        rail.get_by_role("link", name=re.compile(f"^{re.escape(entry)}")).click()
        self.clicks += 1

    def open(self, words: str, *, within: Locator | None = None) -> None:
        """Press a heading that opens a panel (a `summary`, which has no role of its own)."""
        (within or self.page).locator("summary:visible").filter(has_text=words).click()
        self.clicks += 1

    def choose(self, label: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Press a radio button or a tick that has this label."""
        (within or self.page).get_by_label(label, exact=exact).check()
        self.clicks += 1

    def pick(self, label: str, option: str, *, within: Locator | None = None) -> None:
        """Choose from a list what has these words: open it, choose."""
        field = self.field(label, within=within)
        field.select_option(field.locator("option", has_text=option).get_attribute("value"))
        self.clicks += 2

    def attach(self, label: str, name: str, media_type: str, content: bytes) -> None:
        """Choose a file: one press opens the system's own dialog."""
        self.field(label).set_input_files(FilePayload(name=name, mimeType=media_type, buffer=content))
        self.clicks += 1

    def download(self, role: str, name: str, *, within: Locator | None = None) -> tuple[str, bytes]:
        """Press what sends a file, and return its name and content."""
        with self.page.expect_download() as awaited:
            self.click(role, name, within=within)
        return awaited.value.suggested_filename, Path(awaited.value.path()).read_bytes()

    def look_into(self, role: str, name: str) -> None:
        """Press what opens a file in a window of its own, look at it, and close that window."""
        with self.page.context.expect_page() as awaited:
            self.click(role, name)
        awaited.value.wait_for_load_state()
        awaited.value.close()
        self.clicks += 1

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.clicks += 1

    def tab_to(self, role: str, name: str, *, within: Locator | None = None) -> None:
        """Press Tab until what has this role and these words is focused."""
        wanted = self.find(role, name, within=within)
        for _ in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{MOST_TABS} presses of Tab don't reach {role} {name}")

    # ---- what does not count

    def fill(self, label: str, words: str, *, within: Locator | None = None) -> None:
        """Type into the field that has this label."""
        self.field(label, within=within).fill(words)

    def type(self, words: str) -> None:
        """Type into the field that is focused."""
        self.page.keyboard.type(words)

    def arrive(self, heading: str) -> None:
        """Be on the page whose first heading has these words, all of it loaded, and none of it beside the window."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        self.page.wait_for_load_state()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.journey.width, f"{heading}: {wide} pixels wide in a window of {self.journey.width}"

    def read(self, *sentences: str) -> None:
        """See these words on the page."""
        for sentence in sentences:
            expect(self.page.get_by_text(sentence).locator("visible=true").first).to_be_visible()

    def shot(self, name: str) -> None:
        """Keep a picture when `make shots` asks for one.

        After a press that leads to another page, `arrive` there first: this only waits until a page is whole.
        """
        self._shots += 1
        width, height = self.journey.size
        self.page.wait_for_load_state()
        whole = self.page.locator("html").evaluate("root => root.scrollHeight")  # waits where no root is there yet
        self.page.set_viewport_size({"width": width, "height": max(height, whole)})  # bars stand at the foot
        shot(self.page, f"{self.journey.name}-{self._shots:02}-{name}")
        self.page.set_viewport_size({"width": width, "height": height})

    # ---- where things are

    def find(self, role: str, name: str, *, within: Locator | None = None, exact: bool = True) -> Locator:
        """Return what has this role and these words."""
        return (within or self.page).get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type]

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        """Return the field that has this label; a label may go on after the words (（可不填）)."""
        return (within or self.page).get_by_label(label).locator("visible=true").first

    def row(self, words: str) -> Locator:
        """Return the row of a table in which these words stand."""
        return self.page.get_by_role("row").filter(has_text=words)

    def card(self, heading: str) -> Locator:
        """Return the card with this heading."""
        return self.page.locator("section.card").filter(has=self.page.get_by_role("heading", name=heading))


type Travel = Callable[[Journey], AbstractContextManager[Traveller]]
