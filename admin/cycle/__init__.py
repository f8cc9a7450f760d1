"""The spine of the six-step cycle: dossiers, how they move, who has them now and until when.

Only through a dossier does one step hand over to the next. What a step has of its own — forms, marks, minutes, plans —
belongs to the rooms above; how an edition moves dossiers is read from `catalog/regulations`.
"""
