"""Who makes the products: names, kinds and places of producers. Knows no product and no star."""
