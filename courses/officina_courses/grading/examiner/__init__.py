"""The process that runs test cells, where no learner's code ever runs.

Words used here: an *examined* test runs in the examiner's own process and reaches the learner's by
questions; a *guarded* one still runs beside the learner's code. Values travel as JSON with buffers
of numbers, never as pickles. A *proxy* is a function here that asks the learner's process to call
the function which it stands for. What is *given* are the cells that learners get and do not answer.

``values``, ``arrays``, ``tables`` and ``wire`` are loaded in both processes, ``asking``,
``namespace``, ``testing`` and ``serve`` only in the examiner's, the rest only by the grader.
"""
