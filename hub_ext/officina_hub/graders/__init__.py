"""Graders as jobs of Slurm: as many as the work needs, each the same as one on the hub's machine.

The *keeper* runs on the hub's machine and submits them; a *job* is one of them. What is there is
what Slurm says: a keeper remembers nothing that counts, so it may be ended and started at any
moment, and finds its jobs by their comment.

The *shared folder* is the part of a data folder that graders need, where nodes and hub see it.
"""
