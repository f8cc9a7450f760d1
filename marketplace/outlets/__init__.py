"""Where OCOP products can be bought: centres, shops, points of sale and online stalls, found by place and by product.

Officers approve and inspect them, operators keep them up to date. No orders, no money, no routes: it says where.
"""
