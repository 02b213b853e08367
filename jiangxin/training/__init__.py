"""Programmes, classes, lessons, attendance, completion.

Enters: the hours that the standard asks for, the teachers, who came. Leaves: for each candidate the hours attended and
whether the training is completed. Bases: article 14(1) (教学培训计划 is a part of the plan), article 17; who taught a
candidate is what recusal later reads.
"""
