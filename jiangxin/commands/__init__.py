"""What stands behind each command: a module with `arguments(parser)` and `run(options) -> int`; none decides."""
