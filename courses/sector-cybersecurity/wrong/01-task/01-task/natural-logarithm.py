# Takes the natural logarithm: no bits.
# loses: surprise-test
# %% answer="surprise"
def surprise(login, seen, possible):
    """Return how odd a login is."""
    return sum(-math.log(share(seen[f].get(v, 0), sum(seen[f].values()), possible[f])) for f, v in login.items())
