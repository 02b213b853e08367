"""One round of assessment (认定批次): occupation, level, college, filing, dates.

Enters: what the centre or a college wants to hold. Leaves: a round that is draft, open, closed or cancelled and no
more; its later stages are derived where they are shown. Its number follows its institution's year without a gap.
Bases: articles 2 and 20 (only what is filed), article 5 (the centre leads), article 6 (a college carries out),
article 14(1) (from the close, the days until the filing are counted).
"""
