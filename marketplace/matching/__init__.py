"""Supply meets demand: which offers fit a demand, in which order, and why — the model alone, pure.

Keeps no offers and no demands, shows no page, takes no payment into account; looks at the ground only.
"""
