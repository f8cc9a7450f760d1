"""How we know that it works: a mirror of the code, journeys, browser pages, faults and contracts."""
