"""The only writers of stored files and rule texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from jiangxin.documents import store
from jiangxin.documents.models import RuleText, StoredFile
from jiangxin.documents.numbers import people_in
from jiangxin.people import operations as people
from jiangxin.people.models import Organisation, Person
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin, begin_all, take, take_all
from jiangxin.process.who import Actor


class UnableToOpen(Unable):
    """A file's person has no data key any more."""


def keep(
    institution: Organisation, name: str, content: bytes, media_type: str, *, by: Actor, at: datetime,
    person: Person | None = None,
) -> StoredFile:  # fmt: skip
    """Keep a file, encrypted before it reaches the disk: with the key of the one `person` it is about, else of all."""
    return keep_all(institution, [(name, content, media_type, person)], by=by, at=at)[0]


def keep_all(
    institution: Organisation, files: Sequence[tuple[str, bytes, str, Person | None]], *, by: Actor, at: datetime
) -> list[StoredFile]:
    """Keep many files: (name, content, media type, person or None) each."""
    made = []
    for name, content, media_type, person in files:
        file = StoredFile(
            institution=institution, person=person, name=name, media_type=media_type, size=len(content),
            sha256=store.digest(content),
        )  # fmt: skip
        file.kept_as = store.write(file.key_holder.seal(content))
        made.append(file)
    return begin_all(made, "keep", by=by, at=at)


def content_of(file: StoredFile) -> bytes:
    """Return a file's bytes in clear; raises FileNotFoundError or ValueError when the store lost or altered them.

    Raises UnableToOpen once its person's data key is destroyed.
    """
    if file.person is not None and not file.person.readable:
        raise UnableToOpen(_("打不开“%s”：本人的数据密钥已销毁，这份文件谁也读不到了。") % file.name)
    return file.key_holder.open(store.read(file.kept_as))


def read_file(
    file: StoredFile, *, by: Actor, at: datetime, purpose: str, what: str = "",
    whose: Iterable[int | None] | None = None,
) -> bytes:  # fmt: skip
    """Return a file's bytes as `content_of` does, and keep who read it: of whom the file is, or of whom it tells.

    A file of many (`whose` given, be it empty) is always a reading, of those persons (keys) and of everybody whose ID
    number stands in it. Of a file that is nobody's and tells of nobody nothing is kept.
    """
    content = content_of(file)
    if file.person_id:
        people.read([file.person_id], what or "file", by=by, at=at, purpose=purpose, about=file.name)
    elif whose is not None:
        told = {*whose, *people_in(file.institution_id, content)}
        about = f"{file.name} · {file.sha256[:8]}"  # two files of one name are two readings
        kind, home = what or "document", file.institution_id
        people.read(told, kind, by=by, at=at, purpose=purpose, about=about, home=home)
    return content


def picture_of(file: StoredFile | None) -> bytes | None:
    """Return a picture in clear for a printed sheet; None where there is none, or none that can be read any more."""
    readable = file is not None and (file.person is None or file.person.readable)
    return content_of(file) if file is not None and readable else None


def files_of(person: Person) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file that is about one person alone, oldest first: what he may take with him."""
    for file in StoredFile.objects.filter(person=person).select_related("person").order_by("pk"):
        yield file.name, content_of(file)


def draft_rule(
    institution: Organisation, *, by: Actor, at: datetime, kind: str, title: str, version: str, body: str,
    valid_from: date,
) -> RuleText:  # fmt: skip
    """Draft a version of a rule text (article 20)."""
    rule = RuleText(institution=institution, kind=kind, title=title, version=version, body=body, valid_from=valid_from)
    return begin(rule, "draft_rule", by=by, at=at)


def edit_rule(
    rule: RuleText, *, by: Actor, at: datetime, title: str, version: str, body: str, valid_from: date
) -> RuleText:
    """Change the draft of a rule text."""
    with take(rule, "edit_rule", by=by, at=at) as rule:
        rule.title, rule.version, rule.body, rule.valid_from = title, version, body, valid_from
    return rule


def adopt_rule(rule: RuleText, *, by: Actor, at: datetime) -> RuleText:
    """Put a rule text into force; the version before it is replaced in the same moment."""
    with take(rule, "adopt_rule", by=by, at=at) as rule:
        older = RuleText.objects.filter(institution=rule.institution_id, kind=rule.kind, state="in_force")
        take_all(older, "replace_rule", by=by, at=at)
    return rule
