"""The dossier of a round (一期一档): five volumes, sealed, kept for five years.

Enters: everything a round left behind. Leaves: one ZIP with a manifest and its
SHA-256, complete or with what is missing by name; it can't be destroyed before
its time, and then only by two persons. Bases: article 14(3) and 14(4),
domain.md §9.
"""
