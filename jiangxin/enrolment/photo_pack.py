"""A pack of photos, matched to the applications of a round by the names of its files; nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.documents.zips import Packed
from jiangxin.enrolment import photo_names
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.photo import Photo, words_of
from jiangxin.process.errors import Unable

# Takes a picture and returns the one-inch photo; raises Unable… with a sentence.
type Cut = Callable[[bytes], Photo]


class Found(StrEnum):
    """What became of a file of the pack."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    AMBIGUOUS = "ambiguous"
    UNUSABLE = "unusable"
    KEPT = "kept"


FOUND = {
    Found.MATCHED: gettext_lazy("可以补录"), Found.UNMATCHED: gettext_lazy("对不上人"),
    Found.AMBIGUOUS: gettext_lazy("不能确定"), Found.UNUSABLE: gettext_lazy("不能用"),
    Found.KEPT: gettext_lazy("不替换"),
}  # fmt: skip


@dataclass(slots=True)
class Matched:
    """One file: its name, what became of it and why, or what to look at; `application` and `photo` where matched."""

    name: str
    found: Found
    sentence: str = ""
    application: Application | None = None
    photo: Photo | None = None


def match(files: Iterable[Packed], people: Mapping[str, Application], cut: Cut) -> list[Matched]:
    """Match files to the live applications of a round, by the ID number of their persons.

    Two different pictures of one person are used neither; of the same picture twice the first is.
    """
    found = [_matched(file, people, cut) for file in files]
    by_person: defaultdict[int, list[Matched]] = defaultdict(list)
    for one in found:
        if one.application is not None:
            by_person[one.application.pk].append(one)
    for first, *others in by_person.values():
        _judge_repeated(first, others)
    return found


def summary(found: Iterable[Matched]) -> dict[str, Any]:
    """Return counts, and what is not simply used or wants a look, as JSON without names or numbers in clear."""
    listed = list(found)
    return {
        "counts": {kind.value: sum(one.found is kind for one in listed) for kind in Found},
        "files": [
            {"place": place, "file": photo_names.masked(one.name), "found": one.found.value, "sentence": one.sentence}
            for place, one in enumerate(listed, start=1)
            if one.found is not Found.MATCHED or one.sentence
        ],
        "applications": [one.application.pk for one in listed if one.found is Found.MATCHED and one.application],
    }


def _matched(file: Packed, people: Mapping[str, Application], cut: Cut) -> Matched:
    """Return what one file is, whatever the others are."""
    if PurePath(file.name).suffix.lower() not in photo_names.SUFFIXES and not file.fault:
        return Matched(file.name, Found.UNUSABLE, _("这不是 JPG 或 PNG 照片；请换成照片文件。"))
    said = photo_names.reading_of(file.name, people)
    if file.fault or said is None:
        sentence = _("本批次没有这个证件号码的报名（或文件名里没有证件号码）；请核对文件名。")
        return Matched(file.name, Found.UNUSABLE if file.fault else Found.UNMATCHED, file.fault or sentence)
    number, name = said
    application = people[number]
    if left := _left(application, name):
        return Matched(file.name, *left)
    try:
        photo = cut(file.content)
    except Unable as error:
        return Matched(file.name, Found.UNUSABLE, str(error))
    return Matched(file.name, Found.MATCHED, " ".join(words_of(photo.doubts)), application, photo)


def _left(application: Application, name: str) -> tuple[Found, str] | None:
    """Return why a photo under this name is not added to an application; None where it is."""
    if name and name != application.person.name:
        return Found.AMBIGUOUS, _("文件名里的姓名与这个证件号码登记的姓名不同；请核对是谁的照片。")
    if application.photo_id is not None:
        return Found.KEPT, _("这名考生已有证件照，没有替换；确要换的，请在该考生的报名页上传。")
    if application.state == "draft":
        return Found.KEPT, _("本人还没有提交报名，照片由本人上传。")
    return None


def _judge_repeated(first: Matched, others: list[Matched]) -> None:
    """Of several files of one person use the first, if all show the same picture, else none."""
    if any(other.photo != first.photo for other in others):
        for one in (first, *others):
            one.found, one.photo = Found.AMBIGUOUS, None
            one.sentence = _("同一名考生有几张不同的照片，不知道用哪一张；请只留一张。")
        return
    for other in others:
        other.found, other.sentence = Found.KEPT, _("与另一张完全相同，只用一张。")
