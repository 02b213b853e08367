"""Measurements of what has an aim: `python -m bench` prints a table and writes bench-results/<date>.json.

Each figure stands beside a ceiling measured in the same run on the same machine: the least that the same work could
cost with everything of ours left out. The ratio travels between machines; the seconds don't.
"""
