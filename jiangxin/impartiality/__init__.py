"""Recusal (回避): who may not examine, supervise or set a paper for whom, and why.

Enters: relations that people declare, who taught whom, who belongs to which unit. Leaves: for any person and any set of
candidates the reasons for which he must stand back; one function for all who need it (`queries.recusals`).
Basis: domain.md §5.6 and §5.7 (relatives, own trainees, own unit), article 14(3).
"""
