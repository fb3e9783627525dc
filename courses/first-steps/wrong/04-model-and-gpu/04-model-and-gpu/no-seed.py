# No seed.
# loses: split-test
# %% answer="split"
def split(X, y, seed): return train_test_split(X, y, test_size=0.25)
