"""Rotation of the key that wraps an institution's data keys. Nothing that they seal is touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import batched

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from jiangxin.people import vault
from jiangxin.people.models import KeyHolder, Organisation
from jiangxin.process.taking import check_person, take, take_all, under_way
from jiangxin.process.who import Actor

BATCH = 500  # data keys of one transaction: what an interruption may undo


def rotate_key(institution: Organisation, *, by: Actor, at: datetime, reason: str) -> Organisation:
    """Replace the key that wraps the institution's data keys; afterwards the old one opens nothing.

    It may be interrupted at any moment: both keys open meanwhile, and calling it again goes on where it stopped.
    """
    check_person(institution, Organisation.steps["rotate_key"], by, timezone.localdate(at))
    if not vault.rotating(institution.pk):
        with take(institution, "rotate_key", by=by, at=at, reason=reason):
            pass
        vault.begin_rotation(institution.pk)
    with under_way("people.organisation.rotate_key"):
        rewrap(institution, by=by, at=at)
        # What was being stored while the successor was made may still be wrapped by the old key; now nothing is.
        with transaction.atomic():
            vault.hold_storing()
            rewrap(institution, by=by, at=at)
        with transaction.atomic():
            vault.hold_storing()
            assert not any(left for _model, left in left_over(institution)), (
                "a data key is still wrapped by the old key"
            )
            with take(institution, "end_rotation", by=by, at=at) as institution:
                pass
            vault.finish_rotation(institution.pk)
    return institution


def rewrap(institution: Organisation, *, by: Actor, at: datetime) -> None:
    """Wrap every data key by the successor that isn't yet, a batch at a time."""

    def anew(holder: KeyHolder) -> None:
        holder.data_key = vault.rewrapped(institution.pk, holder.data_key) or bytes(holder.data_key)

    for model, keys in left_over(institution):
        for batch in batched(keys, BATCH, strict=False):
            found = model._default_manager.filter(pk__in=batch)
            take_all(found, "rewrap", by=by, at=at, each=anew, fields=["data_key"])


def left_over(institution: Organisation) -> Iterator[tuple[type[KeyHolder], list[int]]]:
    """Yield each kind of holder with the keys (primary) of those whose data key the old key still wraps."""
    for model in apps.get_models():
        if issubclass(model, KeyHolder):
            held = model._default_manager.filter(**{model.wrapped_by_path: institution.pk}).exclude(data_key=b"")
            wrapped = held.order_by("pk").values_list("pk", "data_key")
            yield model, [key for key, data_key in wrapped if vault.rewrapped(institution.pk, data_key) is not None]
