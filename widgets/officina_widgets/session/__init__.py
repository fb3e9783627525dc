"""Living with limits: the end of this session's time, its idleness, and going on as a batch job.

Everything here is about the one session that this Jupyter server is. Where it has no end and no
rule for idleness, nothing here does anything.

Words: the *end* is when Slurm will end the job; *idle* is a session in which nobody and nothing
works; *checkpoint* is what the person's own scripts save shortly before either ends the session.

``end.py``, ``idleness.py`` and ``orders.py`` decide and are pure; the others look and act.
"""
