# Zero for a gap.
# loses: missing-per-column-test
# %% answer="missing-per-column"
def missing_per_column(table): return (~table.astype(bool)).sum()
