"""Marks: theory by workbook or keyboard, practical by an odd panel of examiners, each alone.

Enters: who sat where, who examines there, what each of them found. Leaves: for each candidate and subject one
mark, or the fact that he was absent, or that he was knocked out (否定项) with the supervisor's confirmation
beside it. Bases: article 11 (理论知识考试, 技能操作考核, 综合评审), article 12, domain.md §5.1, §5.2 and
§7.6.
"""
