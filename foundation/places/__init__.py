"""Vietnam's administrative units before and since their reform, how each became the others, and finding them."""
