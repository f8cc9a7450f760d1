"""What happens, when and where: fairs, goods weeks, conferences, training, festivals, announcements of results.

One record for every public happening. Officers and organisers prepare it, a second officer publishes it, its results
are told afterwards. It takes no money and gives no booths: rooms above hang such sections on its page by a slot.
"""
