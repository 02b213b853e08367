"""Facts that a lower app's step needs and that only a higher app knows.

A round may not be cancelled once its results are filed, yet `rounds` knows nothing of results. The lower app leaves a
place in its table of steps (`needs=(nothing_filed,)`), and the higher one fills it when it starts (`apps.py`). So the
table stays the one place that decides, and nothing is stored twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jiangxin.process.errors import Text
from jiangxin.process.step import Fact


class FactsFromAbove:
    """A fact whose sentences come from higher apps; `words` say in docs/process.md what they are about.

    `final`: what they say never passes again, so the step isn't even offered any more (see `Step.over`).
    """

    def __init__(self, words: str, *, final: bool = False) -> None:
        self.__doc__, self.final = words, final
        self._facts: list[Fact] = []

    def add(self, fact: Fact) -> None:
        """Let a higher app's fact count too; the same one counts once."""
        if fact not in self._facts:
            self._facts.append(fact)

    def __call__(self, record: Any) -> Iterable[Text]:
        """Return the sentences of all facts that higher apps have added."""
        return [sentence for fact in self._facts for sentence in fact(record)]
