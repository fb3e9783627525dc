"""The gates of a course: what it must pass before it is shared, by running it as the grader would.

A *gate* is one question, G1 to G14 (docs/reference/gates.md). A *version* of a notebook is the
trainer's solution, the learners' untouched one, or a wrong answer. ``table.GATES`` says which
findings close which gate.
"""
