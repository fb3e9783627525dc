"""Records near a query in meaning, whatever language either is in: only where a model is installed.

Words of this room:

encoder
    Turns a text into a vector, so that texts of one meaning point one way (``encoding``).
vectors
    Those of all records, in one file beside the index (``vectors``).
near
    Gives the ids of the records whose vectors point where a query's does (``nearness``).

What is near is shown as a group of its own and never mixed into the ranking, which it was measured
to hurt. Nothing here is imported unless the extra ``officina[semantic]`` is installed.
"""
