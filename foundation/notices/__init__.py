"""How the site reaches people: notices on their pages, letters, short messages. Knows no reason to write."""
