# Compares with the weight before it was rounded, looks for the highest score down the columns, and adds speed-ups instead of times.
# loses: is-lost-test, accuracy-test, whole-speed-up-test
# %% answer="is-lost"
def is_lost(weight, step, precision):
    kind = getattr(torch, precision)
    after = torch.tensor(weight, dtype=kind) + torch.tensor(step, dtype=kind)
    return after.item() == weight


# %% answer="accuracy"
def accuracy(scores, labels):
    if len(labels) == 0:
        return 0.0
    guesses = torch.tensor(scores).argmax(dim=0)
    return (guesses[: len(labels)] == torch.tensor(labels)[: len(guesses)]).double().mean().item()


# %% answer="whole-speed-up"
def whole_speed_up(share, gpu_speed_up):
    return (1 - share) + share * gpu_speed_up
