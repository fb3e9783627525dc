"""The checks of a course folder, one file per family; none of them runs a notebook.

A *check* takes the ``Subject`` and yields findings. ``codes.CODES`` is the one table of what can be
found; a check adds only what it found and where.
"""
