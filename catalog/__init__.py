"""Public facts: who makes what, which stars it carries and what they rest on."""
