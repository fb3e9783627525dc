"""Speaking with Slurm: what waits, runs and ended; submitting, cancelling, extending.

This corner knows nothing about sessions, hubs or profiles. Everybody speaks with the
``SlurmClient`` of ``client.py``; behind it stand Slurm's commands (``command_line.py``) or
slurmrestd (``rest.py``).
"""
