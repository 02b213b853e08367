"""Signing in by a one-time code (验证码), for candidates; staff sign in with name and password.

Enters: who somebody says he is (type and number of his ID document) and the telephone to which a code goes. Leaves: the
account of that person. The document identifies him; a telephone proves only that he holds it, and may be shared by a
family. Codes are kept as keyed digests, live minutes, are used once, and counted in the database. How one is sent is
the business of `messaging`. Why it is so stands in docs/decisions/0013-signing-in-by-code.md.
"""
