"""The official scoring sheets as texts to read: parts, criteria, options. Scores nobody, looks at the ground only."""
