"""How records move: a table for each kind, one refusal for all. Who may, and when, stays with the rooms."""
