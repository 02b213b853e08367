"""The role that puts back what a remembered story wrote (tests/stories/remembered.py).

It stands apart from the tests' database, whose module turns the whole process to that database: stories are told
outside pytest too.
"""

import psycopg

from jiangxin import embedded

STORYTELLER = "storyteller"


def admit_storyteller(connection: psycopg.Connection) -> None:
    """Make sure of the role; the application must ask to be it."""
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [STORYTELLER]).fetchone() is None:
        connection.execute(f"CREATE ROLE {STORYTELLER} IN ROLE pg_read_all_data, pg_write_all_data")
        connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {STORYTELLER}")
        connection.execute(f"GRANT {STORYTELLER} TO {embedded.APPLICATION} WITH INHERIT FALSE")
