"""What counts as one unit."""

from __future__ import annotations

import unicodedata


def unit_of(employer: str, institution: str) -> str:
    """Return the unit to which an employer's name leads, or "" when it leads to none.

    Two people are of one unit (domain.md §5.6) when this text is equal. The institution's own name in front of a
    department is left out, and the institution alone is no unit: so a university may assess its own students
    (article 7) by examiners of any department but theirs.

    >>> unit_of("示范学院 电气信息工程学院", "示范学院"), unit_of("示范学院", "示范学院")
    ('电气信息工程学院', '')
    """
    bare = "".join(unicodedata.normalize("NFKC", employer).casefold().split())
    home = "".join(unicodedata.normalize("NFKC", institution).casefold().split())
    return bare.removeprefix(home) if home else bare
