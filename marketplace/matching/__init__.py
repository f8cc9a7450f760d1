"""Supply meets demand: offers of producers, demands of buyers, the board, and which offer fits which demand, and why.

Takes no order and no money, shows nobody's telephone; payment plays no part in any order.
"""
