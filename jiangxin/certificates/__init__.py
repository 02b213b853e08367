"""Certificates: number, document, signature, hand-over, registration (入库), public lookup.

Enters: rows that the province confirmed, and no others.
Leaves: a number by the 22-character rule, never used twice; a PDF/A with the institution's signature; the register of
hand-over; the registration workbook and form 表5; and an answer to whoever asks by name and number, or by the file.
Bases: article 14(5), article 20 (谁评价、谁发证), domain.md §1, §2, §3.1 and §10.
"""
