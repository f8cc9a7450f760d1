"""Two states of the tree beside each other: each in a process of its own, asked the same in turn."""
