# Does not divide by the size of a profile, so that languages with more text win.
# loses: language-of-test
# %% answer="language-of"
def language_of(text, profiles):
    """Return the language in which the pieces were counted most often."""
    found = pieces(text, 3)
    scores = {language: sum(times * math.log(profile[piece] + 0.5) for piece, times in found.items()) for language, profile in profiles.items()}
    return max(scores, key=scores.get)
