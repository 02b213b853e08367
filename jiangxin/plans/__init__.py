"""The implementation plan of 11 parts (实施方案), its nominations, its versions, and its filing (开班备案).

Enters: what the registers below know, the texts a college writes, the rooms and people it nominates.
Leaves: an approved plan as Word and PDF, filed with the employment centre within 20 working days of the close, with
its receipt. A change after filing is the plan's next version, approved and filed again (变更备案).
Basis: article 14(1). `parts.py` puts the 11 parts together and lists what is missing; `standing.py` says who may be
nominated and why not.
"""
