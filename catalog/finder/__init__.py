"""Finding products: filters, facets with exact counts, order. Reads the records; draws no page."""
