"""Every page once, in a browser the size of a phone: axe finds nothing, nothing is wider than the window, and whatever
is pressed is large enough for a finger.

The pages are made first, each for the first person who may open it, and kept; then the browser draws them one after the
other from memory. So no server runs beside the tests, and nothing is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Route
from playwright.sync_api import Page as Window
from pytest_django.plugin import DjangoDbBlocker

from jiangxin.process.who import ANONYMOUS, Actor
from tests.browser import browser
from tests.pages import Page, every_page
from tests.stories.everything import populated
from tests.test_matrices import LOGINS
from tests.test_urls import CANDIDATES, Bare
from tests.test_urls import browser as browser_of
from tests.world import World

HOST = "http://pages.test"
LIBRARY = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async rules => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"], preload: false, iframes: false});
  const faults = found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")}`));
  const small = [...document.querySelectorAll("main *")].filter(one => one.childNodes.length && one.checkVisibility()
    && !one.closest("svg") && parseFloat(getComputedStyle(one).fontSize) < 12).map(one => `small: ${one.outerHTML}`);
  const wide = document.documentElement.scrollWidth - innerWidth;
  return [...faults, ...small, ...(wide > 0 ? [`wide: ${wide} px`] : [])];
}"""

# 44 px for buttons, fields, ticks with their label and entries of the frame; for other links what WCAG 2.2 asks
# (2.5.8): 24 px, or no other target within 12 px of the middle, or in a sentence. What a link reaches beyond its words
# by its ::before or ::after belongs to it.
TARGETS = """() => {
  const reach = one => {
    const boxes = [one.getBoundingClientRect()];
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(one, part);
      if (style.content === "none" || style.position !== "absolute") continue;
      let holder = one;
      while (getComputedStyle(holder).position === "static" && holder.parentElement) holder = holder.parentElement;
      const edge = holder.getBoundingClientRect();
      const [left, top] = [edge.left + parseFloat(style.left), edge.top + parseFloat(style.top)];
      boxes.push({left, top, right: left + parseFloat(style.width), bottom: top + parseFloat(style.height)});
    }
    const label = one.matches("input") && one.closest("label");
    if (label) boxes.push(label.getBoundingClientRect());
    const [left, top] = ["left", "top"].map(side => Math.min(...boxes.map(box => box[side])));
    const [right, bottom] = ["right", "bottom"].map(side => Math.max(...boxes.map(box => box[side])));
    return {one, left, top, right, bottom, least: Math.min(right - left, bottom - top)};
  };
  const unseen = ".aloud, .skip, svg, .table:not(.keep) thead"; // only said aloud, or only for keys
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(unseen)).map(reach);
  const big = one => !one.matches("a") || one.matches(".btn, .quiet, .rail a, .menu a, .tabs a, .pages a");
  const near = (each, other) => {
    const [x, y] = [(each.left + each.right) / 2, (each.top + each.bottom) / 2];
    return Math.hypot(Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom)) < 12;
  };
  const inSentence = one => getComputedStyle(one).display === "inline"
    && one.parentElement.textContent.replace(one.textContent, "").trim() !== "";
  const alone = each => !all.some(other => other !== each && near(each, other));
  const enough = each => each.least > 43.5
    || (!big(each.one) && (each.least >= 24 || inSentence(each.one) || alone(each)));
  return all.filter(each => !enough(each))
    .map(each => `target of ${Math.round(each.least)} px: ${each.one.outerHTML.slice(0, 200)}`);
}"""

# One page of each frame and each sheet, as it comes out of a printer: A4 without its margins of 16 mm.
PRINTED = [
    "certificates:register_sheet", "results:sheet", "portal:round", "results:round", "certificates:lookup",
    "enrolment:question",
]  # fmt: skip
PAPER = {"width": 673, "height": 980}
ON_PAPER = """() => [...document.querySelectorAll("body :not(.specimen)")].filter(one => one.checkVisibility()
    && (one.getBoundingClientRect().right > innerWidth + 1 || one.matches(".rail, .top, .brand, .crumb, .btn, button")))
  .map(one => one.outerHTML.slice(0, 120))"""


@dataclass(frozen=True)
class Drawn:
    """A page as somebody sees it."""

    name: str
    login: str
    address: str
    html: bytes


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Drawn]:
    """Every page that anybody sees as HTML."""
    with django_db_blocker.unblock(), populated() as world:
        doors = dict(openers(world))
        return [drawn for page in every_page() if (drawn := seen(page, doors)) is not None]


def openers(world: World) -> Iterator[tuple[str, tuple[Bare, Actor]]]:
    """Yield each login, "" for nobody's, with a signed-in client and the account."""
    yield "", (browser_of(ANONYMOUS), ANONYMOUS)
    for login in [*LOGINS, *CANDIDATES]:
        user = world.user(login)
        yield login, (browser_of(user), user)


def seen(page: Page, doors: dict[str, tuple[Bare, Actor]]) -> Drawn | None:
    """Return the page as the first one sees it to whom it opens; a step's opens only to those who may take it."""
    step, record, today = page.step, page.record, timezone.localdate()
    for login, (client, user) in doors.items():
        if page.kind == "step" and step and record and not step.may.test(user, record, today):
            continue
        response = opened(client, page.address)
        if response.status_code == 405:
            return None
        if response.status_code == 200:
            html = response.content if response.headers["Content-Type"].startswith("text/html") else b""
            whole = html.lstrip().startswith(b"<!doctype html>")  # not a part that htmx asks for
            return Drawn(page.name, login, page.address, html) if whole else None
    return None


def opened(client: Bare, address: str) -> Any:
    """Open a page and take back what its opening wrote."""
    with transaction.atomic():
        response = client.get(address)
        transaction.set_rollback(True)
    return response


@pytest.fixture(scope="module")
def window(pages: list[Drawn]) -> Iterator[Window]:
    """A phone's window; whatever it asks for comes from memory or from the static files."""
    known = {page.address: page for page in pages}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in known:
            route.fulfill(body=known[path].html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:
            route.fulfill(status=404, body="")

    with browser() as started, small_window(started) as opened:
        opened.add_init_script(LIBRARY.read_text(encoding="utf-8"))
        opened.route("**/*", answer)
        yield opened


def small_window(started: Browser) -> Any:
    """Open the window of a phone."""
    return started.new_page(viewport={"width": 360, "height": 740}, locale="zh-CN")


def test_every_page_passes_axe_and_fits_a_phone_and_its_fingers(pages: list[Drawn], window: Window) -> None:
    found: dict[str, list[str]] = {}
    for page in pages:
        window.goto(HOST + page.address)  # whole: a sheet without a script would be measured before its styles
        if faults := [*window.evaluate(JUDGE, RULES), *window.evaluate(TARGETS)]:
            found[f"{page.name} {page.address} as {page.login or 'nobody'}"] = faults
    assert found == {}, "\n".join(f"{page}: {fault}" for page, faults in found.items() for fault in faults)
    assert len(pages) > 200


def test_on_paper_nothing_is_wider_than_a4_and_the_frame_is_gone(pages: list[Drawn], window: Window) -> None:
    chosen = [page for page in pages if page.name in PRINTED]
    assert {page.name for page in chosen} == set(PRINTED)
    screen = window.viewport_size
    window.emulate_media(media="print")
    window.set_viewport_size(PAPER)  # type: ignore[arg-type]  # a plain dictionary of the two
    found = {}
    for page in chosen:
        window.goto(HOST + page.address)
        found[page.name] = window.evaluate(ON_PAPER)
    window.emulate_media(media="screen")
    window.set_viewport_size(screen)  # type: ignore[arg-type]
    assert {name: faults for name, faults in found.items() if faults} == {}
