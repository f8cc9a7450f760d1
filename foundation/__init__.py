"""The ground of the house: it has never heard of a product, a dossier or a fair."""
