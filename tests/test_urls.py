"""Every page × everybody: nobody, each office, candidates, and the officer of another institution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from jiangxin.people.models import User
from jiangxin.process.models import History, Record
from jiangxin.process.stale import FIELD, stamp
from jiangxin.process.who import ANONYMOUS, Actor
from tests.pages import Page, Pattern, page_of, patterns, record_class, step_of
from tests.stories.everything import foreign_officer, populated
from tests.stories.pages import words
from tests.test_matrices import LOGINS
from tests.world import World

NOBODY, FOREIGN = "nobody", "foreign"
CANDIDATES = ["candidate1", "candidate11", "candidate12", "candidate13"]  # certified, begun, handed in, sent back
PATTERNS = list({pattern.route: pattern for pattern in patterns()}.values())
PUBLIC = {
    "set_language", "portal:front", "portal:notice", "portal:fees", "portal:login", "portal:logout", "portal:health",
    "portal:styleguide", "enrolment:start", "enrolment:sign_up", "enrolment:id_facts", "signin:enter",
    "results:publicity", "results:object", "certificates:lookup", "certificates:lookup_number", "certificates:verify",
}  # fmt: skip
# Pages that only lead on to another one; the last is a button, which an opened address can't press.
SIGNPOSTS = {
    "set_language", "process:this_year", "plans:of_round", "portal:record", "results:answering",
    "results:prepare_filing",
}  # fmt: skip
# Registers that institutions share or that everybody signed in may read (`visible=SIGNED_IN`).
SHARED = {
    "process.calendarday", "people.organisation", "documents.ruletext", "venues.site", "venues.room", "venues.station",
    "venues.equipment", "standards.occupation", "standards.standard", "standards.standardlevel", "standards.filing",
    "standards.filingscope",
}  # fmt: skip
# Where whoever signs in acts for himself, the auditor too: he applies for an assessment of his own.
ONES_OWN = {"enrolment:start"}
# Its old key file is gone for good, whatever becomes of the database.
BEYOND_A_ROLLBACK = {"people:rotate_key"}
# To open what is sealed is an entry each time: the second click has opened it a second time.
EACH_TIME = {"items:read_paper", "items:take_out_paper", "archive:consult"}
REFUSED = {302, 403, 404, 405, 409}
WORDS = {"reason": "矩阵", "word": "矩阵"}


class Bare(Client):
    """A browser that keeps no copy of what templates were given, which takes longer than a small page."""

    def request(self, **request: Any) -> Any:
        """Return the bare answer."""
        return self.handler(self._base_environ(**request))  # type: ignore[attr-defined]  # the stubs lack it


def browser(user: Actor) -> Bare:
    """Return the browser of somebody, signed in if he has an account."""
    client = Bare()
    if isinstance(user, User):
        client.force_login(user)
    return client


@dataclass(frozen=True)
class Sent:
    """What came of a form that was sent: the answer's status, and how many rows of history."""

    status: int
    rows: int


@dataclass(frozen=True)
class Cast:
    """Everybody who tries, each with a browser of his own."""

    world: World
    users: dict[str, Actor]

    @cached_property
    def clients(self) -> dict[str, Client]:
        """Return each one's browser."""
        return {login: browser(user) for login, user in self.users.items()}

    def send(self, page: Page, login: str, form: Mapping[str, str], *, clicks: int) -> list[Sent]:
        """Let somebody send the same form so many times; what that writes is taken back."""
        sent, rows = [], [History.objects.count()]
        client = self.clients[login]
        with transaction.atomic():
            for _click in range(clicks):
                answer = client.post(page.address, form)
                rows.append(History.objects.count())
                sent.append(Sent(answer.status_code, rows[-1] - rows[-2]))
            transaction.set_rollback(True)
        return sent

    def get(self, page: Page) -> dict[str, HttpResponse]:
        """Let everybody open a page; what the opening writes is taken back."""
        clients = self.clients  # signed in before the block that is rolled back
        with transaction.atomic():
            answers: dict[str, Any] = {login: client.get(page.address) for login, client in clients.items()}
            transaction.set_rollback(True)
        return answers


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Everybody, in a world in which every kind of record exists, once for all tests of this module."""
    with django_db_blocker.unblock(), populated() as world:
        users = {login: world.user(login) for login in [*LOGINS, *CANDIDATES]}
        yield Cast(world, {NOBODY: ANONYMOUS, FOREIGN: foreign_officer(world), **users})


def test_pages_are_public_by_name_only() -> None:
    assert {pattern.name for pattern in PATTERNS} >= PUBLIC


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.route)
def test_a_page_opens_for_whom_it_is(cast: Cast, pattern: Pattern) -> None:
    page = page_of(pattern)
    answers = cast.get(page)
    assert told(answers, [login for login, answer in answers.items() if strange(answer)]) == ""
    nobody = answers.pop(NOBODY)
    asked_to_sign_in = nobody.status_code == 302 and nobody.headers["Location"].startswith("/login")
    assert asked_to_sign_in != (page.name in PUBLIC)
    opened = {login for login, answer in answers.items() if answer.status_code == 200}
    posted_only = {answer.status_code for answer in answers.values()} == {405}
    assert opened or posted_only or page.name in SIGNPOSTS or nobody.status_code == 200, "nobody ever reaches it"
    if page.record is not None and page.name not in PUBLIC and not posted_only:
        assert told(answers, unfit(cast, page, page.record, answers)) == ""


STEPS = [pattern for pattern in PATTERNS if step_of(pattern, record_class(pattern))]
OTHERS = [pattern for pattern in PATTERNS if pattern not in STEPS]


@pytest.mark.parametrize("pattern", STEPS, ids=lambda pattern: pattern.route)
def test_a_step_is_refused_to_whoever_may_not_take_it(cast: Cast, pattern: Pattern) -> None:
    page, day = page_of(pattern), timezone.localdate()
    assert page.step is not None
    strangers = [login for login, user in cast.users.items() if not page.step.may.test(user, page.record, day)]
    office = next((login for login in strangers if login not in {NOBODY, FOREIGN}), FOREIGN)
    for login in {NOBODY, FOREIGN, office} & set(strangers):
        [sent] = cast.send(page, login, WORDS, clicks=1)
        assert (sent.status in {302, 403, 404, 409}, sent.rows) == (True, 0), login


def test_a_second_click_takes_no_step_twice(cast: Cast) -> None:
    """Whoever may sends the same form twice: the second time it is answered by a sentence, and nothing is written."""
    wrong, taken, day = [], [], timezone.localdate()
    for page in (page_of(pattern) for pattern in STEPS if pattern.name not in BEYOND_A_ROLLBACK):
        assert page.step is not None
        assert page.record is not None
        able = [login for login, user in cast.users.items() if page.step.may.test(user, page.record, day)]
        for login in able[:1]:
            first, second = cast.send(page, login, {**WORDS, FIELD: stamp(page.record)}, clicks=2)
            taken += [page.name] if first.rows else []
            # A tablet's page is answered by itself, as it now is; every other by a refusal or on the record's page.
            if (second.rows and page.name not in EACH_TIME) or second.status not in REFUSED | {200}:
                wrong.append(f"{page.name} {login}: {first} {second}")
    assert wrong == []
    assert len(taken) > len(STEPS) // 3, "a reason alone takes few of the steps: the others' forms ask for more"


@pytest.mark.parametrize("pattern", OTHERS, ids=lambda pattern: pattern.route)
def test_what_is_sent_by_a_stranger_changes_nothing(cast: Cast, pattern: Pattern) -> None:
    """And whoever does work there sends it twice: it is never answered by a fault, nor done twice."""
    page = page_of(pattern)
    for login in (NOBODY, FOREIGN, "candidate1", "auditor"):
        sent = cast.send(page, login, WORDS, clicks=1)[0]
        assert sent.rows == 0 or page.name in ONES_OWN, login
        # A page that is only read takes no notice of what is sent along.
        assert sent.status in REFUSED or (sent.status == 200 and (login != NOBODY or page.name in PUBLIC)), login
    _first, second = cast.send(page, "centre", WORDS, clicks=2)
    assert second.rows == 0
    assert second.status < 500


def told(answers: dict[str, HttpResponse], logins: Iterable[str]) -> str:
    """Return who got which answer, in one line."""
    return " ".join(f"{login}:{answers[login].status_code}" for login in sorted(logins))


def strange(answer: HttpResponse) -> bool:
    """Tell whether an answer is none that a page may give; a refusal needs a sentence."""
    return answer.status_code not in {200, 302, 403, 404, 405} or (
        answer.status_code == 403 and "。" not in words(answer)
    )


def unfit(cast: Cast, page: Page, record: Record, answers: dict[str, HttpResponse]) -> set[str]:
    """Return those whose answer is not what the who-algebra says of the record and of the page's step."""
    day, wrong = timezone.localdate(), set()
    own = getattr(record, "get_absolute_url", None)
    for login, answer in answers.items():
        user, opened = cast.users[login], answer.status_code == 200
        sees = type(record).objects.visible_to(user, day).filter(pk=record.pk).exists()
        may = page.kind != "step" or (page.step is not None and page.step.may.test(user, record, day))
        expected = sees and may
        exact = page.kind == "step" or (own is not None and own() == page.address)
        if (opened and not expected) or (exact and expected and answer.status_code in {403, 404}):
            wrong.add(login)
        if login == FOREIGN and opened and record._meta.label_lower not in SHARED:
            wrong.add(login)
    return wrong
