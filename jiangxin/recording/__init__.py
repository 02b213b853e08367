"""Recording a round that was held on paper (补录): from two workbooks to certificates and a sealed dossier.

Enters: the roster and the marks of a round, the day of its examination, and who recorded it. Leaves: the same records
and the same history, verb for verb, as a round that was driven through the pages. It acts only through operations and
queries; one recorder acts, and each act on paper keeps who signed the paper.
"""
