"""The catalogue for programs: the public JSON interface."""
