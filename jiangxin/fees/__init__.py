"""Fee standards and their publication.

Enters: what an assessment costs per occupation × level, with the basis of
the amount. Leaves: the published fee table that anyone can read. Basis:
article 21 (not for profit, set reasonably, published, open to
supervision).
"""
