"""Sites, rooms, stations and equipment: where training and assessment can take place.

Enters: what the institution has, as its centre registers it. Leaves:
rooms with their seats and kinds, stations and equipment, from which a
plan names its 考场设置 and 设施设备 (article 14(1)) and the arrangement
of sittings chooses.
"""
