"""The engine under all search of the site: a projection of the records that can be asked in milliseconds.

Knows words, sections and numbers, never a product. The records are the truth; what stands here can be
built anew at any time.
"""
