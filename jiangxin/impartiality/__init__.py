"""Recusal (回避): who may not examine, supervise or set a paper for whom, and why.

Enters: relations that people declare, who taught whom, who belongs to which unit.
Leaves: for any persons and a round the reasons for which each must stand back; one function for all who need it
(`queries.recusals`), each reason a sentence with the candidate whom it concerns.
Bases: domain.md §5.6 and §5.7 (relatives, own trainees, own unit), §7.7 (papers), article 14(3).
"""
