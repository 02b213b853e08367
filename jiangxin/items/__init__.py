"""The setting plan, papers and how they are kept secret; there is no question bank yet.

Enters: a paper that one person sets and another reviews, both of them without relations to candidates.
Leaves: a sealed file with its hash, and the record of who sealed, issued and opened it: opened by two; who took the
file in hand is history too.
Bases: article 12 (what is tested), article 14(2) (规范命制认定试题), domain.md §7.7 (secrecy).
"""
