"""Papers and how they are kept secret; the question bank comes later.

Enters: a paper that one person sets and another reviews. Leaves: a sealed file with its hash, and the record of who
sealed, issued and opened it: opened by two. Bases: article 12 (what is tested), article 14(2) (规范命制认定试题),
domain.md §7.7.
"""
