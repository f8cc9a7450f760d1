"""Who did what, when and why: entries written with the change and sealed into a chain. Knows no account."""
