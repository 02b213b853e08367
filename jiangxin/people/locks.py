"""Advisory locks of the database around the replacement of a wrapping key: (class, object) each."""

LOCKS = 0x4A58
STORING = 1  # shared while a fresh data key is being stored, alone while a wrapping key is replaced
DUMPING = 2  # shared while a dump is being written
LOCK_FOR_DUMP = f"SELECT pg_advisory_lock_shared({LOCKS}, {DUMPING})"
