# Takes half of the people for ill, whatever the prevalence is.
# loses: predictive-value-test
# %% answer="predictive-value"
def predictive_value(sensitivity, specificity, prevalence):
    """Return sensitivity by all alarms."""
    return sensitivity / (sensitivity + 1 - specificity)
