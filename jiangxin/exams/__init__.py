"""Sittings, rooms, seats, the duty roster, and the room record.

Enters: an approved and filed plan with its nominations. Leaves: for each sitting (场次 = subject × time slot ×
site) its rooms with seats and admission numbers, who is on duty, the A4 pack, who came, and one room record
(考场记录) per room. Bases: article 14(2) (组织认定, 考务人员), article 14(3) (a quality supervisor at every
assessment), domain.md §5.2.
"""
