"""The finders in notebooks: search, facets and cards beside the reader's own code.

Words of this room:

finder
    A widget that asks the catalogue for records of some kinds (``finder``, ``kinds``).
catalogue
    Whatever answers a question: the portal, or a snapshot of it in a file (``catalogues``).
card
    What is shown of one record (``cards``); its texts are shown as text and never as markup.

Questions are asked and answered in Python, so a notebook that runs without anybody looking on finds
the same as one in front of a person.
"""
