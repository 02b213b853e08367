"""Whoever goes through the pages in a browser: opens one, fills in the form that stands there, presses its button."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, ElementHandle, FilePayload, Page, Response

from jiangxin.people.models import User
from jiangxin.process.models import Record
from tests.stories.pages import at_the_hour, signed_in
from tests.world import World

# What sends a form to an address: a button that names it, or a form; of several the one that has all the fields, its
# hidden ones with the values that are meant. Else the link that leads to the page of that form.
SENDER = """([address, wanted]) => {
  const to = one => { try { return new URL(one).pathname } catch { return "" } };
  const has = form => Object.entries(wanted).every(([name, values]) => {
    const fields = [...form.elements].filter(one => one.name === name);
    return fields.length && (fields[0].type !== "hidden" || values.includes(fields[0].value));
  });
  const buttons = [...document.querySelectorAll("button[formaction]")].filter(one => to(one.formAction) === address);
  const forms = [...document.forms].filter(one => one.getAttribute("method") === "post" && to(one.action) === address);
  return buttons.find(one => has(one.form)) ?? forms.find(has)
    ?? [...document.links].find(one => to(one.href) === address && !one.hash) ?? null;
}"""
PRESSED = """one => one.matches("form")
  ? [...one.elements].find(button => button.type === "submit" && button.ariaDisabled !== "true"
      && !button.hasAttribute("formaction")) ?? null
  : one"""
FIELDS = "([one, name]) => [...(one.form ?? one).elements].filter(field => field.name === name)"
OPENED = "one => { for (let up = one.closest('details'); up; up = up.parentElement.closest('details')) up.open = true }"
READY: Literal["domcontentloaded"] = "domcontentloaded"  # scripts have run, and everything can be pressed
LEAVES = "button => !button.hasAttribute('hx-post') && !button.form.target"
TOLD = "#messages :is(.notice.late, .notice.wait), main [data-errors], main .field .error, main .returned"


@dataclass
class Walk:
    """A way through the pages of `site` in one window, as one person after the other, at the hours of the world."""

    world: World
    site: str
    context: BrowserContext
    page: Page

    # ---- pressing

    def send(self, by: str | User, name: str, /, *args: Any, on: str = "", **fields: Any) -> None:
        """Open a page as somebody at the hour of the world, fill in the form that stands there, and press its button.

        The form is that of the address with this name; it stands there, or on the page `on`, or where a link of that
        page leads. Fields that are not named keep what the form begins with. Whatever the page then says against it
        fails the test.
        """
        address = reverse(name, args=args)
        with at_the_hour(self.world):
            self._come(by, on or address)
            sender = self._sender(address, fields)
            if sender.evaluate("one => one.matches('a')"):
                self._unfold(sender)
                sender.click()
                self.page.wait_for_url(lambda url: urlsplit(url).path == address, wait_until=READY)
                sender = self._sender(address, fields)
            for key, value in fields.items():
                self.fill(sender, key, value)
            answer = self._press(sender, address)
            self._judge(name, answer)

    def step(self, by: str | User, record: Record, verb: str, /, **fields: Any) -> None:
        """Take a step of a record from the record's own page, by its button there or on the page to which it leads."""
        own = reverse("portal:record", args=[record._meta.label_lower, record.pk])
        self.send(by, f"{record._meta.app_label}:{verb}", record.pk, on=own, **fields)

    def keep(self, by: str | User, address: str, /, **fields: Any) -> None:
        """Fill in a sheet that keeps every change by itself, as a tablet's does, until all is kept."""
        with at_the_hour(self.world):
            self._come(by, address)
            sheet = self.page.query_selector("form[method=post]")
            assert sheet is not None
            for key, value in fields.items():
                self.fill(sheet, key, value)
            self.page.keyboard.press("Tab")  # the last one changes when it is left
            self.page.wait_for_function("key => !localStorage.getItem(key)", arg=f"sheet-{address.rsplit('/', 1)[1]}")

    # ---- how

    def _come(self, by: str | User, address: str) -> None:
        """Open an address as somebody."""
        user = self.world.user(by) if isinstance(by, str) else by
        session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.site}])
        answer = self.page.goto(self.site + address, wait_until=READY)
        assert answer is not None
        assert answer.status == 200, (address, answer.status, user.username)

    def _sender(self, address: str, fields: Mapping[str, Any]) -> ElementHandle:
        """Return the form or button that sends to an address, or the link that leads there."""
        wanted = {key: _written(value) for key, value in fields.items()}
        found = self.page.evaluate_handle(SENDER, [address, wanted]).as_element()
        assert found is not None, f"{urlsplit(self.page.url).path} has nothing to press for {address} with {[*fields]}"
        return found

    def fill(self, sender: ElementHandle, name: str, value: Any) -> None:
        """Fill in the fields of a form that have this name."""
        if value in (None, ""):
            return
        written = _written(value)
        found = self.page.evaluate_handle(FIELDS, [sender, name]).get_properties().values()
        for field in filter(None, (one.as_element() for one in found)):
            self._unfold(field)
            kind = field.evaluate("one => one.type")
            if kind == "file":
                field.set_input_files(value)
            elif kind.startswith("select"):
                field.select_option(written)
            elif kind in ("radio", "checkbox"):
                if field.evaluate("one => one.value") in written:
                    field.check(force=True)
            elif kind != "hidden":
                field.fill(written[0])

    def _unfold(self, part: ElementHandle) -> None:
        """Open what is folded around a part of the page."""
        part.evaluate(OPENED)

    def _press(self, sender: ElementHandle, address: str) -> Response:
        """Press the button, say yes where the page asks once more, and return the answer to what was sent."""
        button = self.page.evaluate_handle(PRESSED, sender).as_element()
        assert button is not None, f"no button sends {address}"
        self._unfold(button)
        asks, leaves = button.get_attribute("data-confirm"), button.evaluate(LEAVES)
        sent = self.context.expect_event(
            "response", lambda answer: answer.request.method == "POST" and urlsplit(answer.url).path == address
        )
        with sent as awaited, self.page.expect_navigation(wait_until=READY) if leaves else nullcontext():
            button.click()
            if asks:
                self.page.click("#confirm [data-yes]")
        for other in self.context.pages:  # a file opens beside the page
            if other != self.page:
                other.close()
        answer: Response = awaited.value
        return answer

    def _judge(self, name: str, answer: Response) -> None:
        """Fail when the answer is none that leads on, or the page says something against what was sent."""
        assert answer.status in (200, 302), (name, answer.status, self.page.inner_text("main")[:2000])
        told = self.page.locator(TOLD).all_inner_texts()
        assert told == [], (name, told)


def _written(value: Any) -> list[str]:
    """Return what stands in a browser's fields for a value: one text, or several ticks."""
    if isinstance(value, list | tuple):
        return [text for one in value for text in _written(one)]
    if isinstance(value, Record):
        return [str(value.pk)]
    if isinstance(value, datetime):
        return [f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%dT%H:%M}"]
    return [value.isoformat() if isinstance(value, date) else str(value)]


def upload(name: str, content: bytes, media_type: str = "application/pdf") -> FilePayload:
    """Return a file as somebody chooses it."""
    return FilePayload(name=Path(name).name, mimeType=media_type, buffer=content)
