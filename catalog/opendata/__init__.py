"""The catalogue for programs and for everybody's own use: the public JSON interface, its documentation, open data."""
