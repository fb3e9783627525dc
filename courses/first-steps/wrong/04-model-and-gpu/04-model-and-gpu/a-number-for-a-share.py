# A number for a share.
# loses: accuracy-test
# %% answer="accuracy"
def accuracy(truth, predicted): return sum(truth == predicted)
