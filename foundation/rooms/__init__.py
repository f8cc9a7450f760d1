"""What a room declares to the house, and what makes one site of all rooms.

Knows kinds of parts and no room: it may look at everything in the ground, and a room shows itself to it in `room.py`.
"""
