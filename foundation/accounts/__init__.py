"""Who has an account and how they prove it: identifiers, passwords, second factors, sessions. Knows no role."""
