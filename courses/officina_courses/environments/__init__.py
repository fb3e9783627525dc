"""Environments of courses: a Python of its own for each course that has packages of its own.

Words used here: the *packages* are what ``course.toml`` asks for; the *lock* is
``environment.lock`` beside it, which pins all that they draw in; a *Python* here is a virtual
environment made of a lock; a *kernel* is the name by which JupyterLab and the grader find one.
Courses with one lock share a Python, and courses that name one kernel must have one lock.

Nothing of Officina is installed into such a Python: what grading needs inside is shown to it, from
the Officina that grades, so that the two always fit. The lock brings ipykernel.

Packages come with a course, and courses come from anybody. So a Python is built when an operator
says so, never when a course is imported or published; from wheels alone; and none of its programs
is started meanwhile: code of a package runs in sessions and sandboxes only.
"""
