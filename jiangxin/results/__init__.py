"""Results: composition, publicity (公示), objections, and the filing of results (结果备案).

Enters: final marks, signed supervision. Leaves: for each candidate a conclusion, each subject by its
own pass mark and never averaged; masked lists in public for five working days; the province's
confirmation row by row. An objection stops its person, not the round. Bases: articles 11, 14(4), 14(5),
domain.md §3.4, §5.1 and §5.5.
"""
