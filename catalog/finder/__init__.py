"""Finding products: what is meant by a question, filters, facets with exact counts, order, suggestions.

Asks the index and reads the records; draws no page.
"""
