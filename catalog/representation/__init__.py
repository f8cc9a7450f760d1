"""Who speaks for a producer: claiming its record, the officer's check, handing over. Knows no product and no star."""
