"""The one signal: a higher app listens when a lower one must be heard, inside the transaction.

Sent with `sender` (the record's class), `records`, `step`, `by`, `at` and `reason`. Messages to people wait for the
commit.
"""

from django.dispatch import Signal

step_taken = Signal()
