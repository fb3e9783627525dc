# Sourced: Debian's packages of what scripts/slurm-cluster starts.
SLURM_PACKAGES=(munge mariadb-server slurm-client slurm-wlm slurmdbd slurmrestd sudo)
