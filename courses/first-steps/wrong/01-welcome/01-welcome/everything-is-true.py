# Everything is true.
# loses: answers-test
# %% answer="answers"
answers = {'a': True, 'b': True, 'c': True}
