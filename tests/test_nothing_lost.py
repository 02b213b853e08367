"""Nothing entered is lost: every form that refuses an entry gives back all the others.

Every form of every page is filled in as its fields allow, one entry is made wrong, and it is sent. What comes back must
hold every other entry. Nothing is taken: a form that takes the wrong entry too is sent with the next one wrong, and all
that a sending wrote is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import resolve
from pytest_django.plugin import DjangoDbBlocker

from jiangxin.process import stale
from tests.pages import every_page
from tests.stories.everything import populated
from tests.test_axe import openers, seen
from tests.test_urls import Bare

OF_BUTTONS = {"submit", "button", "reset", "image"}
UNSEEN = OF_BUTTONS | {"hidden", "file", "password"}  # no page gives a password back, and no browser takes a file
TYPED = {
    "number": "3", "date": "2027-03-08", "month": "2027-03", "time": "09:30", "datetime-local": "2027-03-08T09:30",
    "email": "entered@example.cn", "tel": "18800000009", "url": "https://example.cn/",
}  # fmt: skip
WRONG = {
    "number": "三",
    "date": "2027-02-30",
    "month": "2027-13",
    "time": "25:61",
    "datetime-local": "2027-02-30T25:61",
}
TOO_LONG = "长" * 5000

# What a page or the address of a form is excepted for.
EXCEPT = {
    "portal:styleguide": "it shows the components, and takes nothing",
    "enrolment:add_photo": "its tick says that this very photo was looked at, and the photo has to be chosen anew",
    "scoring:open_sheet": "leads to the next candidate; each mark was kept by itself as it was entered (scoring:mark)",
}

type Sent = dict[str, list[str]]


@dataclass(frozen=True)
class Entries:
    """A form of a page, for whom it was drawn: where it is sent, what is in it, and what of that a person enters."""

    client: Bare = field(repr=False)
    action: str
    held: Sent
    kinds: dict[str, str]

    def filled(self) -> Sent:
        """Return what is sent when nothing is wrong."""
        return {name: list(values) for name, values in self.held.items()}


def inputs(form: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield name, kind and element of each field of a form."""
    for each in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        if each.get("disabled") is None:
            yield each.get("name"), each.get("type", "text") if each.tag == "input" else each.tag, each


def standing(form: Any) -> Sent:
    """Return what stands in a form: what a browser would send of it, but files."""
    held: Sent = defaultdict(list)
    for name, kind, each in inputs(form):
        if kind in OF_BUTTONS or kind == "file":
            continue
        if kind in {"checkbox", "radio"}:
            held[name] += [each.get("value", "on")] if each.get("checked") is not None else []
        elif kind == "select":
            held[name] += chosen(each)
        else:
            held[name].append((each.text or "").removeprefix("\n") if kind == "textarea" else each.get("value", ""))
    return dict(held)


def chosen(select: Any) -> list[str]:
    """Return the chosen options of a select; the first one stands where none is chosen."""
    options = select.xpath(".//option")
    picked = [each for each in options if each.get("selected") is not None]
    if not picked and select.get("multiple") is None:
        picked = options[:1]
    return [each.get("value", each.text_content()) for each in picked]


def entered(form: Any) -> tuple[Sent, dict[str, str]]:
    """Return what a person makes of a form, something else everywhere than stood there, and the kinds of its fields."""
    held, kinds, boxes = standing(form), {}, set()
    for name, kind, each in inputs(form):
        if kind in UNSEEN:
            continue
        kinds[name] = kind
        if kind == "checkbox":
            value, ticked = each.get("value", "on"), held[name] if name in boxes else []
            held[name] = ticked + ([value] if each.get("checked") is None else [])
            boxes.add(name)
        elif kind == "radio":
            held[name] = [each.get("value", "on")]
        elif kind == "select":
            held[name] = [each.xpath(".//option")[-1].get("value", "")] if each.xpath(".//option") else []
        else:
            held[name][-1:] = [typed(kind, each)]
    return held, kinds


def typed(kind: str, element: Any) -> str:
    """Return what is typed into a field."""
    text = f"所填的{element.get('name')}"
    return TYPED.get(kind, text[: int(element.get("maxlength") or 100)])


def buttons(form: Any) -> list[tuple[str, Sent]]:
    """Return where each button of a form sends it, and what the button adds."""
    found = [each for each in form.xpath(".//button") if each.get("type", "submit") == "submit"]
    named = [({each.get("name"): [each.get("value", "")]} if each.get("name") else {}) for each in found]
    actions = [each.get("formaction") or form.get("action", "") for each in found]
    return list(zip(actions, named, strict=True)) or [(form.get("action", ""), {})]


def forms(client: Bare, address: str, html: bytes) -> Iterator[Entries]:
    """Yield the forms of a page that are sent and have something to enter; of two to one address the fuller."""
    found: dict[str, Entries] = {}
    for form in lxml.html.fromstring(html).xpath("//form[translate(@method, 'POST', 'post')='post']"):
        held, kinds = entered(form)
        for action, button in buttons(form):
            target, sent = urljoin(address, action or address), {**held, **button}
            if kinds and len(kinds) > len(found[target].kinds if target in found else ()):
                found[target] = Entries(client, target, sent, kinds)
    yield from found.values()


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Entries]]:
    """Every form of every page that has something to enter, as the first one fills it in to whom its page opens."""
    with django_db_blocker.unblock(), populated() as world:
        doors = dict(openers(world))
        found: dict[str, Entries] = {}
        for page in every_page():
            if drawn := seen(page, doors):
                for each in forms(doors[drawn.login][0], drawn.address, drawn.html):
                    if page.name not in EXCEPT and resolve(urlsplit(each.action).path).view_name not in EXCEPT:
                        found.setdefault(each.action, each)
        yield list(found.values())


def attempts(form: Entries) -> Iterator[tuple[str, Sent]]:
    """Yield what can be wrong in a form, by the name of its field, and what is then sent."""
    sent = form.filled()
    for name, kind in form.kinds.items():
        if kind in WRONG:
            yield name, {**sent, name: [WRONG[kind]]}
    for name in form.kinds:
        yield name, {**sent, name: []}
    for name, kind in form.kinds.items():
        yield name, {**sent, name: [TOO_LONG if kind in {"text", "textarea"} else "no such choice"]}
    if stale.FIELD in sent:
        yield stale.FIELD, {**sent, stale.FIELD: ["0"]}


def answer(form: Entries, sent: Sent) -> HttpResponse:
    """Send a form and take back what that wrote; a refusal that leads to another page is that page."""
    with transaction.atomic():
        response: Any = form.client.post(form.action, sent)
        if response.status_code == 302:
            kept = copy(form.client.cookies)
            form.client.cookies.update(response.cookies)  # the sentence for the next page
            page: Any = form.client.get(urljoin(form.action, response.url))
            form.client.cookies = kept
            response = page if page.status_code == 200 and b'role="alert"' in page.content else response
        transaction.set_rollback(True)
    return response  # type: ignore[no-any-return]


def lost(form: Entries, response: HttpResponse, wrong: str, sent: Sent) -> str:
    """Return the entries that the answer has lost, in one line."""
    if not response.content.strip():
        return f"{response.status_code} and nothing"
    bodies = [standing(each) for each in lxml.html.fromstring(response.content).xpath("//form")]
    body = max(bodies, key=lambda each: len(each.keys() & form.kinds.keys()), default={})
    return " ".join(
        f"{name}={sent[name]}→{body.get(name)}"
        for name in form.kinds
        if name != wrong and sorted(each for each in body.get(name, []) if each) != sorted(filter(None, sent[name]))
    )


def test_a_refused_form_gives_back_what_was_entered(filled: list[Entries]) -> None:
    told = {form.action: outcome for form in filled if (outcome := refused(form))}
    assert told == {}
    assert len(filled) > 160


def refused(form: Entries) -> str:
    """Return what a form loses when it is refused, "" where that is nothing; or that nothing made it refuse."""
    for wrong, sent in attempts(form):
        response = answer(form, sent)
        if response.status_code != 302:
            return lost(form, response, wrong, sent)
    return "it takes whatever it is sent, or leads away from what was entered"
