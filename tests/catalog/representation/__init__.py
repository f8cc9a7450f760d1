"""Mirror of the code."""
