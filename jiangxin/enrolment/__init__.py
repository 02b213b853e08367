"""Applications and the check of eligibility (资格审核).

Enters: a roster workbook from a college, or a candidate who applies alone on a phone. Leaves: accepted candidates with
the condition that they chose and the materials that prove it. A person decides; what the machine checks is said beside
it. Photo and proofs lie encrypted with their owner's key.
Bases: article 7 (who may be assessed), article 14(2) (严格审核考生资格), the standard's application conditions, and
the law on personal data (a consent of its own for what is sensitive).
"""
