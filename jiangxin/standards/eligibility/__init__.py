"""Eligibility (资格): conditions of application as data, judged against what an applicant states.

Enters: the rule of a condition (`rule.py`), facts (`facts.py`), a reference day. Leaves: an opinion with its reasons
(`verdict.py`). Pure: no database, no clock. The machine gives the first opinion, a person decides (article 14(2)).
"""
