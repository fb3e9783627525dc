"""A warm process for each environment, which forks a child for each pass of each notebook.

Words used here: the *zygote* is a Python process that has imported what notebooks need and runs
nothing of theirs; a *fork* is its child for one pass, in namespaces of its own; the *first process*
is process 1 of a fork's process namespace, which ends with everything below it; the *stage* is the
folder through which the files of a pass come in, each fork seeing its own place of it alone.

``host`` and ``warm_engine`` stand in the grader; everything from ``server`` on runs inside the
outer sandbox, as an account that is never root's, and uses the standard library and IPython only.
"""
