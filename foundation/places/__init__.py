"""Vietnam's administrative units before and since 1 July 2025, how each became the others, and finding them by name."""
