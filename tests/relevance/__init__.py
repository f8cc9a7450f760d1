"""The yardstick of the search: what people ask and what they should get, settled before the search was tuned."""
