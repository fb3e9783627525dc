"""Notebooks whose kernel is not Python's: run by that kernel, through Jupyter's protocol.

Words used here: a *foreign* kernel is one of another language; the *porter* is the Python process
beside it in the sandbox that speaks with it and with the grader. ``engine`` stands in the grader,
``porter`` runs inside. No examiner can reach into another language, so all tests are guarded.
"""
