"""Occupations, their standards and levels, and what the institution is filed for.

Enters: national standards, or the institution's own norms approved by the province (articles 8 and 9); for each level
(article 10) its subjects with pass marks and durations (articles 11 to 13), application conditions verbatim, programme
hours, staffing ratios; filings with number, audiences, occupation × level and validity. Leaves: the hard gate of
articles 2 and 20: nothing opens outside a filing that is valid on the day.
"""
