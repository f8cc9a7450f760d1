"""The public pages of the catalogue: home, list, product, producer. Draws what the rooms below know."""
