"""The only writers of stored files and rule texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from jiangxin.documents import store
from jiangxin.documents.models import RuleText, StoredFile
from jiangxin.people import vault
from jiangxin.people.models import Organisation, Person
from jiangxin.process.taking import begin, begin_all, take, take_all
from jiangxin.process.who import Actor


def keep(
    institution: Organisation, name: str, content: bytes, media_type: str, *, by: Actor, at: datetime,
    person: Person | None = None,
) -> StoredFile:  # fmt: skip
    """Keep a file. A file about one person is encrypted with that person's key before it reaches the disk."""
    return keep_all(institution, [(name, content, media_type, person)], by=by, at=at)[0]


def keep_all(
    institution: Organisation, files: Sequence[tuple[str, bytes, str, Person | None]], *, by: Actor, at: datetime
) -> list[StoredFile]:
    """Keep many files: (name, content, media type, person or None) each."""
    made = []
    for name, content, media_type, person in files:
        kept = content if person is None else vault.seal_bytes(institution.pk, person.data_key, content)
        made.append(
            StoredFile(
                institution=institution,
                person=person,
                name=name,
                media_type=media_type,
                size=len(content),
                sha256=store.write(kept),
            )
        )
    return begin_all(made, "keep", by=by, at=at)


def content_of(file: StoredFile) -> bytes:
    """Return a file's bytes in clear; raises FileNotFoundError or ValueError when the store lost or altered them."""
    kept = store.read(file.sha256)
    if file.person is None:
        return kept
    return vault.open_bytes(file.institution_id, file.person.data_key, kept)


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
