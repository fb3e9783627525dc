# Pays one GPU only, divides the sweep into parts of a round, and takes the quickest option, whatever it costs.
# loses: cost-eur-test, sweep-minutes-test, decide-test
# %% answer="cost-eur"
def cost_eur(images, images_per_second, gpus, price_eur):
    return images / images_per_second / 3600 * price_eur


# %% answer="sweep-minutes"
def sweep_minutes(runs, at_once, minutes):
    return runs / at_once * minutes


# %% answer="decide"
def decide(images, options, hours):
    in_time = [option for option in options if images / option["images_per_second"] / 3600 <= hours]
    return max(in_time, key=lambda option: option["images_per_second"])["name"] if in_time else None
