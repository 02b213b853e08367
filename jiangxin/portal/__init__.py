"""The pages that put together what the apps offer: desk, round page, one-candidate page, public and authority pages.

It stores nothing and decides nothing. Everything on the desk
(待办) comes from the same predicates that the steps use; the
stages of a round and the line of a candidate are derived
here, from history.
"""
