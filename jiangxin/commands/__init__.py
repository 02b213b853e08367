"""What stands behind each command. A module has `arguments(parser)` and `run(options) -> int`; none decides anything."""
