"""Lists of products coming in from files and going out to them; rows that need an officer's eye wait here."""
