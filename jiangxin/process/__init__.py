"""The kernel: records, steps, history.

Enters: a record, a verb, who takes it, when, why. Leaves: the record in its next state and a row of history that
the database itself wrote. A `Steps` table per record says which steps there are; triggers made from the same table
refuse every other change, also by raw SQL. Deadlines and waits are computed once, when their first day is known.
Bases: article 14(4) (全程留痕, 责任可追溯) and article 20 (问题回溯).
"""
