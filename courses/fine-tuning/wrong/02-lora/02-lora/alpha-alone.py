# Forgets to divide alpha by the rank, counts rank times the whole table, takes the difference for percent and what forgot least for the best, and lets
# any layer fit whose name ends alike.
# loses: lora-parameters-test, lora-output-test, merge-adapter-test, forgotten-percent-test, choose-test, targets-of-test
# %% answer="lora-parameters"
def lora_parameters(rows, columns, rank):
    return rank * rows * columns


# %% answer="lora-output"
def lora_output(x, w, a, b, alpha):
    x, w, a, b = (torch.tensor(table) for table in (x, w, a, b))
    return (x @ w.T + alpha * (x @ a.T @ b.T)).tolist()


# %% answer="merge-adapter"
def merge_adapter(w, a, b, alpha):
    w, a, b = (torch.tensor(table) for table in (w, a, b))
    return (w + alpha * (b @ a)).tolist()


# %% answer="choose-rank"
def forgotten_percent(before, after):
    return after - before


def choose(rows, before, most_percent):
    allowed = [row for row in rows if 100 * (row["manual"] - before) / before <= most_percent]
    return min(allowed, key=lambda row: row["manual"], default={"name": None})["name"]


# %% answer="targets-of"
def targets_of(names, targets):
    return [name for name in names if any(name.endswith(target) for target in targets)]
