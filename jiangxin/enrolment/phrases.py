"""Phrases beside the reason of a decision: those that everybody begins with, after the institution's own."""

import tomllib
from functools import cache
from pathlib import Path

from jiangxin.enrolment.models import Phrase
from jiangxin.people.models import Organisation
from jiangxin.regulation.words import Words

# Endorsing is written about in the words of accepting.
SAME = {"endorse": "accept", "endorse_against": "accept_against"}


def phrases(institution: Organisation) -> dict[str, list[str]]:
    """Return the phrases of each decision, by its verb, in one query."""
    own: dict[str, list[str]] = {}
    for phrase in Phrase.objects.filter(institution=institution, state="current"):
        own.setdefault(phrase.verb, []).append(phrase.text)
    offered = {verb: [*own.get(verb, []), *map(str, given)] for verb, given in _given().items()}
    return offered | {verb: offered[other] for verb, other in SAME.items()}


@cache
def _given() -> dict[str, list[Words]]:
    with (Path(__file__).parent / "phrases.toml").open("rb") as file:
        return {verb: [Words.of(row) for row in rows] for verb, rows in tomllib.load(file).items()}
