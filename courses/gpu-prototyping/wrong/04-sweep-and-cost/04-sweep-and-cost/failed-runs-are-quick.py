# Lets runs that failed count as right in 0 of 100 cases, so that they win where any share would do.
# loses: cheapest-failed
# %% answer="cheapest"
def cheapest(rows, least_right):
    good = [row for row in rows if (row.get("right") or 0) >= least_right]
    return min(good, key=lambda row: (row["seconds"], -(row.get("right") or 0)), default=None)
