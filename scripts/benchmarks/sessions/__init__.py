"""Sessions through Slurm beside unmodified batchspawner, in one run on private clusters.

Each contestant is a real Hub with a real proxy in front of a real Slurm of its own (see
``scripts/slurm-cluster``), so that the requests which reach one slurmctld are one contestant's.
``parts.py`` names what is measured; nothing of it is a mock unless its table says so.
"""
