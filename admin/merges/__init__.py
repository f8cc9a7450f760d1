"""Two records of one producer made one, and taken back.

What moves is said by the merge hooks of the rooms; rights over a producer never move.
"""
