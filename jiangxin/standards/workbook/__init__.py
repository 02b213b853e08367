"""A standard as an office workbook: the content of the TOML file (docs/standards.md) in six sheets.

`parts.py` declares sheets and columns, once for `reading.py`, `writing.py` and the documentation.
"""
