"""The founding regulation (攀学院〔2024〕63号) and every number and code that follows from it, as data.

Enters: nothing; the data are the TOML files of this folder, each with its source and the day from which it is valid.
Leaves: `basis.article()` and its siblings (what a step, a deadline or a number rests on), `parameters.param()` (a
number with unit, basis and version), `calendar.add_span()` (due dates on a calendar of working days), `codes` (lists
that forms offer), `coverage` (which clause is carried by which step, URL and test).
Bases: articles 1-26, national occupational standards, laws, and house rules, marked as such and with how sure they are.

This is the lowest app: it imports no other and has no table. Its texts stand in Chinese and English side by side in the
data (`words.Words`), for they are read while the other apps are imported, before any catalogue is.
"""
