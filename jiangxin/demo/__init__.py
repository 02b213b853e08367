"""The demonstration: rounds of the practice institution at every point of the process, with what offices really meet.

Enters: an empty installation, the present day, and a password made for it. Leaves: one round archived, one being
scored, one enrolling, one whose filing is nearly due, and one drafted, each step taken by the person who takes it in
life, at office hours of the past months. It acts only through operations and queries, and everything says 样张.
"""
