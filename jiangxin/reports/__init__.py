"""Ledgers (台账) and targets: what the institution has assessed and certified, and what its colleges are to reach.

Enters: the targets of the colleges for a year (任务指标, article 6);
everything else it reads from what the other apps hold.
Leaves: the ledger of rounds, candidates and certificates that article 20 asks for (评价工作台账, 核发和统计),
and how far each college has come.
"""
