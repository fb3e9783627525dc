# Takes a measured 0 for a missing measurement.
# loses: energy-wh-test
# %% answer="energy-wh"
def energy_wh(seconds, watts, joules=None):
    """Return the energy in watt-hours."""
    return (joules or watts * seconds) / 3600
