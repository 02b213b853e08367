"""Ledgers (台账): what the institution has assessed and certified, as one workbook.

Enters: nothing; it reads what the other apps hold.
Leaves: the ledger of rounds, candidates and
certificates that article 20 asks for (评价工作台账,
核发和统计).
"""
