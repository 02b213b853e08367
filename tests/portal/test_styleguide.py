"""The design system: every component is shown, keeps its contrast, speaks English, and works by keyboard and finger."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.base import Template
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.test.signals import template_rendered
from django.urls import include, path
from playwright.sync_api import Browser, Page, Route

from jiangxin.portal.styleguide import PAGES, samples, styleguide
from jiangxin.process.errors import Refused
from jiangxin.regulation.basis import article
from tests.browser import browser

# The addresses that the frame of a page asks for.
portal = [path(f"{name}/", styleguide, name=name) for name in ("styleguide", "desk", "front", "search", "logout")]
urlpatterns = [path("i18n/", include("django.conf.urls.i18n")), path("", include((portal, "portal")))]
PACKAGE = Path(settings.PACKAGE)
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html"))
COMPONENTS = sorted((PACKAGE / "templates" / "components").glob("*.html"))
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
MARKED = re.compile(
    r"{% comment %}.*?{% endcomment %}"
    r"|{% blocktranslate.*?{% endblocktranslate %}"
    r"|{% translate .*?%}"
    r"|_\((['\"]).*?\1\)"
    r'|<(\w+)[^>]*translate="no".*?</\2>',
    re.DOTALL,
)


@pytest.fixture(autouse=True, scope="module")
def addresses() -> Iterator[None]:
    """Serve the style guide alone."""
    with override_settings(ROOT_URLCONF=__name__):
        yield


def shown(query: str = "") -> tuple[str, set[str]]:
    """Return a page of the style guide and the names of all templates in it."""
    names: set[str] = set()

    def note(sender: Template, template: Template, **_: object) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    try:
        response = styleguide(RequestFactory().get(f"/styleguide/{query}"))
    finally:
        template_rendered.disconnect(note)
    return response.content.decode(), names


def test_every_component_is_shown() -> None:
    names = shown()[1].union(*(shown(f"?page={page}")[1] for page in PAGES))
    assert {f"components/{file.name}" for file in COMPONENTS} - names == set()


def test_an_unknown_page_is_the_guide_itself() -> None:
    assert "styleguide.html" in shown("?page=../../etc/passwd")[1]


@pytest.mark.parametrize("name", ["403", "404", "500"])
def test_the_pages_of_errors_need_no_context(name: str) -> None:
    assert "<h1>" in render_to_string(f"errors/{name}.html")


def test_a_refusal_shows_its_sentence_what_is_missing_and_its_clause(db: None) -> None:
    error = Refused("facts", "方案还不能送审。", basis=article("14(1)"), missing=["考评员信息"])
    page = render_to_string("errors/refused.html", {"error": error}, request=RequestFactory().get("/"))
    assert all(words in page for words in ("方案还不能送审。", "考评员信息", article("14(1)").label))


def test_nothing_is_asked_of_other_hosts() -> None:
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*', shown()[0]) == []


@pytest.mark.parametrize("file", COMPONENTS, ids=lambda file: file.stem)
def test_every_component_names_its_variables_first(file: Path) -> None:
    assert file.read_text(encoding="utf-8").startswith("{% comment %}")


@pytest.mark.parametrize(
    "file",
    [file for file in TEMPLATES if file.parent.name != "styleguide"],
    ids=lambda file: file.relative_to(PACKAGE / "templates").as_posix(),
)
def test_no_template_has_chinese_that_is_not_marked_for_translation(file: Path) -> None:
    rest = MARKED.sub("", file.read_text(encoding="utf-8"))
    assert CHINESE.findall(rest) == []


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    drawn = re.findall(r'<symbol id="(\w+)"', (PACKAGE / "static" / "icons.svg").read_text())
    asked = {
        name
        for file in TEMPLATES
        for name in re.findall(r'icon\.html" with name="(\w+)"|\bicon="(\w+)"', file.read_text(encoding="utf-8"))
        for name in name
        if name
    }
    assert asked - set(drawn) == set()
    assert sorted(drawn) == sorted(samples()["icons"])


def tokens() -> dict[str, dict[str, str]]:
    """Return the colours of tokens.css, light and dark."""
    source = (PACKAGE / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark = source.split("prefers-color-scheme: dark")
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", half)) for half in (light, dark)]
    return {"light": found[0], "dark": found[0] | found[1]}


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ("paper", "surface", "sunken")
HUES = ("qing", "zhu", "jade", "ochre")
PAIRS = [
    *[("ink", ground, 7.0) for ground in GROUNDS],
    *[(ink, ground, 4.5) for ink in ("ink-2", "ink-3", "qing") for ground in GROUNDS],
    *[(f"{hue}-strong", f"{hue}-wash", 7.0) for hue in HUES],
    *[(f"{hue}-strong", "surface", 7.0) for hue in HUES],
    *[("ink", f"{hue}-wash", 7.0) for hue in HUES],
    ("on-qing", "qing", 4.5),
    ("on-zhu", "zhu", 4.5),
    ("on-seal", "seal", 4.5),
    *[("line-control", ground, 3.0) for ground in GROUNDS],
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_inks_stand_out_from_their_grounds(scheme: str, ink: str, ground: str, least: float) -> None:
    colours = tokens()[scheme]
    assert contrast(colours[ink], colours[ground]) >= least


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_message(self, *_: object) -> None:
        """Keep the tests' output readable."""


class Server(ThreadingMixIn, WSGIServer):
    """Answers several requests of one page at once."""

    daemon_threads = True


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of this file."""
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def address(addresses: None) -> Iterator[str]:
    """The style guide, served; it needs no database."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/styleguide/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The style guide in a window of a desk; an error of its script fails the test."""
    errors: list[str] = []
    with chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN") as context:
        opened = context.new_page()
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto(address)
        yield opened
    assert errors == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_no_page_breaks_a_rule_of_accessibility_or_is_wider_than_its_window(
    chromium: Browser, address: str, width: int, scheme: str
) -> None:
    with chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    ) as context:
        opened = context.new_page()
        for query in ("", *(f"?page={name}" for name in PAGES)):
            opened.goto(address + query)
            faults = Axe().run(opened).response["violations"]
            found = [(fault["id"], node["target"]) for fault in faults for node in fault["nodes"]]
            assert found == [], query
            assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), query


@pytest.mark.parametrize("query", ["", *(f"?page={name}" for name in PAGES)])
def test_large_type_fits_the_smallest_phone(chromium: Browser, address: str, query: str) -> None:
    with chromium.new_context(viewport={"width": 320, "height": 640}) as context:
        context.add_cookies([{"name": "size", "value": "large", "url": address}])
        opened = context.new_page()
        opened.goto(address + query)
        assert opened.evaluate("document.documentElement.dataset.size") == "large"
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def focused(page: Page) -> str:
    """Return the name of the field with the cursor."""
    return str(page.evaluate("document.activeElement.name"))


def test_the_keyboard_reaches_the_search_and_the_next_mark(page: Page) -> None:
    assert page.evaluate("document.activeElement.matches('[data-errors]')")  # a form with faults says so first
    page.keyboard.press("Control+k")
    assert focused(page) == "q"
    page.focus("[name=t1]")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    assert page.input_value("[name=t1]") == "83"
    page.keyboard.press("Enter")
    assert focused(page) == "t2"
    page.keyboard.press("Shift+Enter")
    assert focused(page) == "t1"


def test_the_batch_bar_counts_what_is_ticked(page: Page) -> None:
    assert page.is_hidden("[data-batch]")
    page.check("[name=pk] >> nth=1")
    assert page.inner_text("[data-count]") == "1"
    assert page.evaluate("document.querySelector('[data-all]').indeterminate")
    page.check("[data-all]")
    assert page.inner_text("[data-count]") == "5"
    page.click("[data-none]")
    assert page.is_hidden("[data-batch]")


def test_a_grave_button_asks_first_and_the_safe_answer_has_the_cursor(page: Page) -> None:
    page.click("[data-confirm]")
    assert "签发 95 张证书" in page.inner_text("#confirm h2")
    assert page.evaluate("document.activeElement.value") == "no"
    page.keyboard.press("Escape")
    assert page.locator("#confirm[open]").count() == 0


def test_a_ready_phrase_fills_the_reason_and_escape_closes_the_panel(page: Page) -> None:
    page.click(".doing summary >> nth=0")
    page.click("[data-phrase] >> nth=0")
    assert page.input_value(".doing details[open] textarea") == "照片不合格"
    page.keyboard.press("Escape")
    assert page.locator(".doing details[open]").count() == 0


def test_a_form_is_sent_once(page: Page) -> None:
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)  # the browser stays where it is

    page.route("**/sent-once", answer)
    button = page.locator(".doing form button").first
    with page.expect_response("**/sent-once"):
        button.evaluate("button => { button.form.action = '/sent-once'; button.click(); button.click() }")
    button.evaluate("button => button.form.requestSubmit(button)")
    assert button.get_attribute("aria-busy") == "true"
    assert sent == ["POST"]


def test_blank_is_not_zero_on_the_score_sheet(page: Page) -> None:
    row = page.locator("[data-score]").nth(3)
    mark, result = row.locator("input"), row.locator("[data-result]")
    assert (mark.input_value(), result.inner_text()) == ("", "–")
    row.locator(".more").click()
    assert (mark.input_value(), result.inner_text()) == ("0", "5")
    row.locator(".more").click()
    assert (mark.input_value(), result.inner_text()) == ("0.5", "4.5")
    row.locator(".clear").click()
    assert (mark.input_value(), result.inner_text()) == ("", "–")


def test_a_knock_out_pressed_twice_is_taken_back(page: Page) -> None:
    row = page.locator("[data-knock]").first
    row.locator("label").nth(1).click()
    assert row.locator("input:checked").get_attribute("value") == "yes"
    row.locator("label").nth(1).click()
    assert row.locator("input:checked").count() == 0


def test_large_type_is_remembered(page: Page) -> None:
    page.click(".switcher > summary")
    page.click(".menu [data-large]")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.size") == "large"
