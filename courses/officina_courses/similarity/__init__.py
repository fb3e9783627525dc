"""Similar solutions: which learners' code for one exercise is nearly the same, and where.

Pure functions from texts to figures; nothing here runs, imports or believes what it reads, and
nothing here judges: what comes out is a hint for a trainer, who looks at both.
"""
