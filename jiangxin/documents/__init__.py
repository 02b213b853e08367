"""Stored files with their hash, versioned rule texts, and the engines that read and make an office's documents.

Enters: bytes from a person or a process; the texts of the institution's rules (考务规章制度, 安全保障措施).
Leaves: files found again by their SHA-256, workbooks read and written, PDF, Word and signatures. Bases:
article 14(1) (rule texts are parts of the plan), article 14(4) (kept for five years), article 20
(各项规章制度).
"""
