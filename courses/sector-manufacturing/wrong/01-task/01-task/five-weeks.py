# Looks at five weeks, not at four, and divides by the median of the five entries.
# loses: first-alarm-test, strength-at-test
# %% answer="first-alarm"
def first_alarm(strengths, limit):
    """Return the first week with three of the last five above the limit, or None."""
    for week in range(len(strengths)):
        if sum(value > limit for value in strengths[max(0, week - 4) : week + 1]) >= 3:
            return week
    return None

# %% answer="strength-at"
def strength_at(spectrum, frequency):
    """Return the largest of five entries around a frequency, divided by their median."""
    five = spectrum[round(frequency) - 2 : round(frequency) + 3]
    return float(np.max(five) / np.median(five))
