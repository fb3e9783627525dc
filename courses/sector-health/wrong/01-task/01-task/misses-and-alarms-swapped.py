# Swaps misses and false alarms.
# loses: outcomes-test, cheapest-test
# %% answer="outcomes"
def outcomes(ill, alarm):
    """Return the counts of the four outcomes."""
    return {
        "hits": int((ill & alarm).sum()),
        "misses": int((~ill & alarm).sum()),
        "false_alarms": int((ill & ~alarm).sum()),
        "right_silences": int((~ill & ~alarm).sum()),
    }
