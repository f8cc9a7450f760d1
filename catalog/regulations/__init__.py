"""The rules of OCOP as data: editions as dated rows, the days each answers for, and the official scoring sheets.

Scores nobody, keeps nothing in the database, knows no product and no dossier; looks at the ground only.
"""
