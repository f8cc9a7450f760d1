"""Coming in and going out: sign-in pages, the account's own pages, help at the commune. Holds no rule of accounts."""
