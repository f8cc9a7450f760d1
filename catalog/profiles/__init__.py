"""What producers say of their products: drafts, the officer's look where it is due, what is published."""
