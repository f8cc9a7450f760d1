"""What is made: products, the official groups they belong to and the pictures that stand for them.

Knows who makes a product, not which stars it carries.
"""
