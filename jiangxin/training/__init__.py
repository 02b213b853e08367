"""Programmes, classes, lessons, attendance, completion.

Enters: the hours that the standard asks for, the teachers, who came to which lesson and for how long.
Leaves: for each candidate the hours attended of those held, and whether his training is completed.
Bases: article 14(1) (教学培训计划 is a part of the plan), article 17 (programmes); the share of hours that completion
asks for is `attendance.threshold`. Who taught a candidate is what recusal later reads.
"""
