"""Pages of the marks: the examiner's tablet, the office's table and workbook, the supervisor's confirmation."""
