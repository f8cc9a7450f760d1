"""How the site reaches people: letters and short messages. Knows no reason to write."""
