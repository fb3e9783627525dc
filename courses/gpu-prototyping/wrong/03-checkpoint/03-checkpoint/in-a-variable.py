# Keeps the training in a variable and goes on with that, whatever checkpoint is given.
# loses: train-some-begins, train-some-resumes
# %% answer="train-some"
kept = begin_anew()


def train_some(saved, steps):
    model, optimizer, generator = kept
    losses = [one_step(model, optimizer, generator) for _ in range(steps)]
    file = io.BytesIO()
    torch.save(model.state_dict(), file)
    return losses, file.getvalue()
