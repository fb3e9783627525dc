"""Other batch systems than Slurm, as data: PBS, Torque, LSF and HTCondor.

``system.py`` says what there is to know of one; ``pbs``, ``torque``, ``lsf`` and ``htcondor`` say
it; ``client.py`` speaks with any of them as ``SlurmClient`` does, so that the watcher and sessions
need not know which it is. Written after the systems' documentation and tried with recorded answers
only: nobody has run this with a real PBS, Torque, LSF or HTCondor yet.
"""
