"""English says everything: no Chinese character stands on a page or in a sentence, except in data.

Data is what the database holds, and what the regulation says verbatim; nothing else is let through. That a page tells
data apart for screen readers is the matter of tests/portal/test_foreign.py.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker

from jiangxin.enrolment.question_forms import QUESTIONS
from jiangxin.people.models import Correction, Person, User
from jiangxin.people.names import masked
from jiangxin.portal.foreign import CHINESE, CHINESE_DOCUMENT, MARK
from jiangxin.process.errors import Unable
from jiangxin.process.models import Record
from jiangxin.process.taking import take
from jiangxin.process.triggers import RECORDS
from jiangxin.regulation.articles import articles
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.parameters import parameters
from jiangxin.standards import library
from tests.pages import Page, every_page
from tests.stories.everything import populated
from tests.stories.pages import signed_in
from tests.world import World

FOREIGN = re.compile(rf"[{CHINESE}]")
SENTENCE = re.compile(rf"[^\n]*[{CHINESE}][^\n]*")
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
TEXT = re.compile(r'>([^<]+)<|="([^"]*)"')
# What the page itself keeps Chinese: the seal's two characters, the name of the other language, a frozen plan.
OWN = re.compile(r'<(\w+)[^>]*\btranslate="no"[^>]*>[^<]*</\1>')
READERS = (
    "centre", "college", "reviewer", "teacher", "setter", "setter2", "invigilator", "examiner", "examiner4",
    "supervisor", "finance", "recorder", "employment", "city", "province", "candidate11", "candidate12", "candidate13",
    "candidate1", None,
)  # fmt: skip
# Sheets that are printed to be signed or hung up stay Chinese; so do the style guide's samples.
# What everybody sees differently is read by everybody.
PERSONAL = {"portal:desk", "portal:rounds", "portal:round", "portal:account", "process:list", "exams:duties"}
CHINESE_PAGES = {"results:filing_sheet", "portal:styleguide"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world in which every kind of record exists, once for all tests of this module."""
    with django_db_blocker.unblock(), populated() as world:
        yield world


@pytest.fixture(scope="module")
def data(world: World) -> Data:
    """What may stay Chinese."""
    return Data()


class Data:
    """All Chinese text that the database or the regulation holds, as a page may show it."""

    def __init__(self) -> None:
        found = {*stored(), *verbatim()}
        people = list(Person.objects.all())
        for person in people:
            found |= {*strings(person.clear), masked(person.name)}
        found |= {*strings([correction.asked for correction in Correction.objects.all()])}  # lies sealed
        self._longest_first = sorted((text for text in found if len(text) > 1), key=len, reverse=True)
        self._initials = {person.name[0] for person in people}  # stand in the round of an account

    def besides(self, texts: Iterable[str]) -> list[str]:
        """Return the lines in which something besides data is Chinese, without the data in them."""
        whole = "\n".join(text for text in texts if text.strip() not in self._initials)
        for known in self._longest_first:
            if known in whole:
                whole = whole.replace(known, "…")
        return [line.strip() for line in SENTENCE.findall(whole)]


def stored() -> Iterator[str]:
    """Return every Chinese text in every column of every table, also inside JSON."""
    for model in apps.get_models():
        columns = [f.attname for f in model._meta.concrete_fields if isinstance(f, CharField | TextField | JSONField)]
        for row in model._base_manager.values_list(*columns) if columns else ():
            yield from strings(row)


def verbatim() -> Iterator[str]:
    """Return what is quoted: articles, shipped standards by name, a level in the words that a certificate prints."""
    for name in library.shipped():
        quoted = tomllib.loads(library.content_of(name).decode())["standard"]
        yield from (quoted["title"], quoted["version"])
    for article in articles().values():
        yield from (article.text, *(clause.marker + clause.text for clause in article.clauses))
        yield from (clause.text for clause in article.clauses)
    yield from (code.words.zh for code in code_list("level").codes)


def strings(value: Any) -> Iterator[str]:
    """Return the Chinese texts in a value and whatever it holds, line by line."""
    if isinstance(value, str):
        yield from (line.strip() for line in value.splitlines() if FOREIGN.search(line))
    elif isinstance(value, dict):
        yield from strings(list(value.items()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def said(page: str) -> list[str]:
    """Return every text and every attribute of a page that may be Chinese; not what it keeps Chinese itself."""
    page = re.sub(r"</?bdi\b[^>]*>", "", page)
    page = re.sub(rf"(<(?:option|textarea)\b){MARK}", r"\1", page)
    page = OWN.sub("", UNSEEN.sub("", page))
    found = (unescape(text or attribute) for text, attribute in TEXT.findall(page))
    return [text for text in found if FOREIGN.search(text)]


def reader(world: World, name: str | None) -> Client:
    """Return a browser that reads English."""
    user = None if name is None else User.objects.filter(username=name).first() or world.user(name)
    client = signed_in(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def is_page(response: Any) -> bool:
    """Tell whether an answer is a page of the product in English, no file, no sheet to print."""
    return (
        not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and not CHINESE_DOCUMENT.search(response.content.decode())
    )


class Run:
    """Everybody's browsers, and what they find."""

    def __init__(self, world: World, data: Data) -> None:
        self.readers = {name: reader(world, name) for name in READERS}
        self.data, self.faults, self.read, self.last = data, dict[str, str](), set[str](), dict[str, str | None]()

    def judge(self, page: Page, response: Any) -> None:
        """Note what is wrong with an answer."""
        self.read.add(page.name)
        for fault in self.data.besides(said(response.content.decode())):
            self.faults.setdefault(fault, f"{page.name} {page.address}")

    def open(self, page: Page) -> None:
        """Read a page as the first who may (or as everybody), and send its form empty; what is written is undone."""
        sent, app = False, page.name.partition(":")[0]
        # Who could read the app's last page is asked first: a refusal costs as much as a page.
        for name in sorted(self.readers, key=lambda name: name != self.last.get(app, "centre")):
            client = self.readers[name]
            with transaction.atomic():
                response: Any = client.get(page.address)
                transaction.set_rollback(True)
            if response.status_code not in {302, 403, 404, 405} and is_page(response):
                self.judge(page, response)
            if response.status_code not in {302, 403, 404} and not sent:
                self.send(page, client)
                sent, self.last[app] = True, name
            if sent and page.name not in PERSONAL:
                return

    def send(self, page: Page, client: Client) -> None:
        """Send a form with nothing in it: whatever answers, an error or a success, is English."""
        with transaction.atomic():
            response: Any = client.post(page.address, follow=True)
            transaction.set_rollback(True)
        if response.status_code != 405 and is_page(response):
            self.judge(page, response)


def test_only_data_may_be_chinese(data: Data) -> None:
    name = Person.objects.all()[0].name
    assert data.besides(said(f'<p title="{name}">{name}, seated</p><i translate="no">匠心</i>')) == []
    assert data.besides(said(f"<p>{name}已编排</p>")) == ["…已编排"]
    assert data.besides(said('<option lang="zh-Hans" translate="no">未标</option><a title="未译">x</a>')) == [
        "未标",
        "未译",
    ]
    assert data.besides(said(f"<p><bdi{MARK}>未译</bdi></p>")) == ["未译"]


def alike(page: Page) -> Iterator[Page]:
    """Return a page and those that differ from it only in the record's kind or in the question."""
    records = [record for model in RECORDS if (record := model._default_manager.order_by("pk").last())]
    addresses = {
        "enrolment:question": [page.address.rsplit("/", 1)[0] + f"/{key}" for key in QUESTIONS],
        "portal:records": [f"/records/{record._meta.label_lower}" for record in records],
        "process:record": [f"/record/{record._meta.label_lower}/{record.pk}" for record in records],
    }
    yield from (replace(page, address=address) for address in addresses.get(page.name, [page.address]))


def test_no_page_has_chinese_besides_data(world: World, data: Data) -> None:
    run, pages = Run(world, data), every_page()
    for page in pages:
        for each in alike(page) if page.name not in CHINESE_PAGES else ():
            run.open(each)
    assert "\n".join(f"{page}: {fault}" for fault, page in run.faults.items()) == ""
    assert len(run.read) > len(pages) * 0.8


def sentences() -> Iterator[str]:
    """Return every sentence of the tables of steps."""
    for model in RECORDS:
        steps = model.steps
        yield from map(str, (steps.label, *steps.states.values(), steps.visible.sentence))
        for step in steps:
            yield from map(str, (step.label, step.may.sentence, step.basis.label, step.basis.summary))
        yield from (str(due.label) for due in steps.dues)
        yield from (str(field.verbose_name) for field in model._meta.concrete_fields)
    for parameter in parameters():
        yield from map(str, (parameter.note, parameter.words, parameter.basis.label))


def test_every_step_wait_deadline_and_right_is_said_in_english(world: World) -> None:
    with override("en"):
        assert [text for text in sentences() if FOREIGN.search(text)] == []


def refusals(record: Record, user: User, world: World) -> Iterator[str]:
    """Return why each step of a record is refused to somebody, and what it lacks."""
    for step in record.steps:
        if step.sources:
            yield from map(str, step.missing(record))
            try:
                with transaction.atomic(), take(record, step.verb, by=user, at=world.at):
                    transaction.set_rollback(True)
            except Unable as error:
                yield str(error)
            except Exception:
                continue


def test_every_refusal_is_said_in_english(world: World, data: Data) -> None:
    found = set()
    with override("en"):
        refused = partial(refusals, world=world)
        for record in (model._default_manager.order_by("pk").last() for model in RECORDS):
            for name in ("centre", "finance", "candidate1"):
                if record is not None:
                    user = User.objects.filter(username=name).first() or world.user(name)
                    found |= set(refused(record, user))
    assert len(found) > 150
    assert data.besides(found) == []


def eager(tree: ast.AST, names: set[str]) -> Iterator[int]:
    """Return the lines where a module asks for a translation while it is imported: it would keep that language."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in names:
            yield child.lineno
        yield from eager(child, names)


def test_no_module_translates_while_it_is_imported() -> None:
    found = []
    for path in sorted(Path(settings.PACKAGE).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "django.utils.translation"]
        aliases = [alias for one in imports for alias in one.names]
        names = {alias.asname or alias.name for alias in aliases if alias.name in {"gettext", "pgettext", "ngettext"}}
        found += [f"{path.relative_to(settings.PACKAGE)}:{line}" for line in eager(tree, names)]
    assert found == []
