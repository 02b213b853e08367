"""The only writers of stored files and rule texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from jiangxin.documents import store
from jiangxin.documents.models import RuleText, StoredFile
from jiangxin.people.models import Organisation, Person
from jiangxin.process.taking import begin, begin_all, take, take_all
from jiangxin.process.who import Actor


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
    """Return a file's bytes in clear; raises FileNotFoundError or ValueError when the store lost or altered them."""
    return file.key_holder.open(store.read(file.kept_as))


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
