"""Course material as data: the model, its checks, its packages, and the grading engine.

This room knows neither web nor hub nor Slurm; everybody else may enter it.
"""
