"""Papers: templates of rooms over facts that were frozen, set by the worker as tagged PDF.

A paper is never the only place of a fact. It knows no room: which papers there are, rooms declare; who may read one is
the answer of the room it belongs to.
"""
