"""Notebooks as text that people edit: jupytext's py:percent, and the notebooks built from it.

A *source* is ``source/<exercise>/<notebook>.py`` that begins with the header of a cell, ``# %%``.
Headers carry *short keys*, which stand for nbgrader's metadata: ``answer``, ``tests``, ``given``,
``written``, ``task``. docs/reference/course-sources.md is the format.

Only trainers' places need this, so only they need jupytext; what is published has no sources.
"""
