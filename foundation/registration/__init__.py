"""Opening an account for oneself, by e-mail address or Vietnamese phone number. Gives no right over any record."""
