"""An examiner marks on a tablet: alone, kept at once, also through a lost network."""

import os
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import reverse

from jiangxin.exams.models import Seat
from jiangxin.people.models import User
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from tests.browser import browser, shot
from tests.exams.views.test_arranging import browser_of, plain_files
from tests.stories.exams import confirmed_sittings, held_sittings
from tests.stories.scoring import PASSED, marked_practical, seats
from tests.world import World

__all__ = ["plain_files"]
FULL = {"m0": "32", "m1": "30.5", "m2": "16", "knockout": "no"}


class Quiet(WSGIRequestHandler):
    """Say nothing of each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class Server(ThreadingMixIn, WSGIServer):
    """Answer several requests at once, as a browser makes them."""

    daemon_threads = True


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site, served with its style and script."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def opened(client: Client, seat: Seat) -> ScoreSheet:
    client.post(reverse("scoring:open_sheet", args=[seat.pk]))
    return ScoreSheet.objects.latest("pk")


def test_an_examiner_marks_his_candidates_and_hands_in(world: World, held: Round) -> None:
    client, seat = browser_of(world.user("examiner")), seats(held, "practical")[0]
    assert str(seat.exam_room) in client.get(reverse("scoring:rooms")).content.decode()
    room = reverse("scoring:room", args=[seat.exam_room_id])
    assert "开始评分" in client.get(room).content.decode()
    sheet = opened(client, seat)
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert "还有 4 项未评" in page
    keep = reverse("scoring:mark", args=[sheet.pk])
    answer = client.post(keep, {**FULL, "m2": "", "knockout": ""})
    assert answer.json()["left"] == 2
    assert "saved" in client.post(keep, {**FULL, "m2": "", "knockout": ""}).json()
    hand_in = reverse("scoring:submit_sheet", args=[sheet.pk])
    assert "还不能交表" in client.get(hand_in).content.decode()
    assert "超出 0 到 40" in client.post(keep, {**FULL, "m0": "41"}).json()["error"]
    client.post(keep, FULL)
    client.post(hand_in)
    client.post(hand_in)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total) == ("submitted", sum(PASSED))
    assert "error" in client.post(keep, {**FULL, "m0": "1"}).json()


def test_before_the_roll_call_the_page_says_what_keeps_a_sheet_from_being_handed_in(world: World) -> None:
    seat = seats(confirmed_sittings(world, 2), "practical")[0]
    client = browser_of(world.user("examiner"))
    sheet = opened(client, seat)
    client.post(reverse("scoring:mark", args=[sheet.pk]), FULL)
    page = client.get(reverse("scoring:submit_sheet", args=[sheet.pk])).content.decode()
    assert "请监考员先点名" in page
    assert "确认交表" not in page


def test_an_absentee_is_entered_by_one_press(world: World, held: Round) -> None:
    client, seat = browser_of(world.user("examiner")), seats(held, "practical")[-1]
    client.post(reverse("scoring:enter_absent", args=[seat.pk]))
    assert ScoreSheet.objects.get().absent


def test_nobody_of_the_panel_sees_another_before_all_have_handed_in(world: World, held: Round) -> None:
    seat = seats(held, "practical")[0]
    sheet = opened(browser_of(world.user("examiner")), seat)
    other = browser_of(world.user("examiner2"))
    assert other.get(sheet.get_absolute_url()).status_code == 404
    assert other.post(reverse("scoring:mark", args=[sheet.pk]), FULL).status_code == 404
    assert other.get(reverse("scoring:photo", args=[sheet.pk])).status_code == 404
    scoring.mark(sheet, PASSED, knockout=False, by=world.user("examiner"), at=world.at)
    scoring.submit_sheet(sheet, by=world.user("examiner"), at=world.at)
    mine = browser_of(world.user("examiner"))
    assert "考评组评分" not in mine.get(sheet.get_absolute_url()).content.decode()


def test_after_all_have_handed_in_the_spread_and_the_rule_are_shown(world: World, held: Round) -> None:
    marked_practical(world, held)
    sheet = ScoreSheet.objects.filter(marker=world.user("examiner").person, absent=False)[0]
    page = browser_of(world.user("examiner")).get(sheet.get_absolute_url()).content.decode()
    assert "考评组评分" in page
    assert "四舍五入到一位小数" in page


@pytest.mark.parametrize("login", ["invigilator", "college", "supervisor"])
def test_whoever_does_not_mark_finds_no_table(world: World, held: Round, login: str) -> None:
    seat = seats(held, "practical")[0]
    client = browser_of(world.user(login))
    assert client.get(reverse("scoring:room", args=[seat.exam_room_id])).status_code == 404
    client.post(reverse("scoring:open_sheet", args=[seat.pk]))
    assert not ScoreSheet.objects.exists()


def cookie_of(user: User) -> str:
    return browser_of(user).cookies[settings.SESSION_COOKIE_NAME].value


def test_marks_outlive_a_lost_network_and_a_reload(committed_world: World, served: str) -> None:
    world = committed_world
    seat = seats(held_sittings(world), "practical")[0]
    examiner = world.user("examiner")
    sheet = opened(browser_of(examiner), seat)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": cookie_of(examiner), "url": served}
    with browser() as started:
        context = started.new_context(viewport={"width": 1100, "height": 820}, locale="zh-CN")
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(served + sheet.get_absolute_url())
        page.locator(".more").nth(0).click()
        page.get_by_text("已存").wait_for()
        context.set_offline(True)
        page.locator(".less").nth(0).click()
        page.locator(".more").nth(1).click()
        page.get_by_text("离线 · 2 条待传").wait_for()
        shot(page, "scoring-offline")
        page.close()  # the tablet goes dark before the network returns
        context.set_offline(False)
        page = context.new_page()
        page.goto(served + sheet.get_absolute_url())
        page.get_by_text("已存").wait_for()
        assert page.locator("input[name=m0]").input_value() == "39.5"
        for place in (1, 2):
            page.locator(".more").nth(place).click()
        page.locator("input[name=knockout][value=no]").check()
        page.locator("a[data-hand-in]", has_text="交表").filter(has_not_text="未评").wait_for()
        shot(page, "scoring-whole")
        page.locator("a[data-hand-in]").click()
        page.get_by_role("button", name="确认交表").click()
        page.get_by_text("已交 1/6").wait_for()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.knockout) == ("submitted", False)
    assert not SubjectMark.objects.exists()
