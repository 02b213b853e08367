"""Organisations, persons, and the dated offices they hold.

Enters: institutions with their centre and colleges (articles 4 to 6), the authorities that supervise them (articles 4
and 14), persons with one data key each, appointments, qualifications with number and validity. Leaves: who may do what
on a given day. A role is never a flag on a user: it is an appointment in an organisation, from a day until a day.
Personal data lies encrypted; it is found by a blind index, masked by default, and reading it in clear is a record that
the person sees. He takes his data along, has it put right, and two officers destroy his key when nothing keeps it.
"""
