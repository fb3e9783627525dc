# Takes the run that is right most often, whatever it costs; a failed run stops it.
# loses: cheapest-test, cheapest-failed
# %% answer="cheapest"
def cheapest(rows, least_right):
    good = [row for row in rows if row["right"] >= least_right]
    return max(good, key=lambda row: row["right"], default=None)
