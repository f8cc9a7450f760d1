"""Interface texts of the site, one catalogue a language, and the command that keeps them whole."""
