"""What a person sees when something can't be done: always a whole sentence."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jiangxin.regulation.basis import Basis
from jiangxin.regulation.words import Words

type Text = str | Promise | Words  # anything whose `str()` is the words in the language of the reader


class Unable(Exception):
    """Something can't be done; `sentence` says what, why, by which clause, and what to do next.

    Each operation that can fail for its own reasons has a subclass `UnableTo…` beside it.
    """

    def __init__(self, sentence: Text, *, basis: Basis | None = None) -> None:
        self.sentence, self.basis = sentence, basis
        super().__init__(sentence)

    def __str__(self) -> str:
        return f"{self.sentence}{_('（依据：%s）') % self.basis.label if self.basis else ''}"


class Refused(Unable):
    """A step may not be taken: now, by this person, or while facts are missing.

    `code` is one of `state`, `person`, `reason`, `facts`, `wait`, `paper`, `conflict`; `missing` says what is missing.
    """

    def __init__(self, code: str, sentence: Text, *, basis: Basis | None = None, missing: Sequence[Text] = ()) -> None:
        self.code, self.missing = code, tuple(missing)
        super().__init__(sentence, basis=basis)
