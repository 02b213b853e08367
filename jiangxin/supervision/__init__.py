"""Quality supervision (质量督导): findings on each room record, and the report of a round.

Enters: the room records of every sitting. Leaves: the supervisor's
findings, signed, with the scan of the stamped sheet and its hash;
one report per round. There is no result without them. Beside them,
what supervisors found whom the city's centre sent. Basis:
article 14(3).
"""
