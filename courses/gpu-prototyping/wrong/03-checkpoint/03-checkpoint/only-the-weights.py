# Saves the weights and nothing else: chance and the optimizer begin anew after each restart.
# loses: train-some-resumes
# %% answer="train-some"
def train_some(saved, steps):
    model, optimizer, generator = begin_anew()
    if saved is not None:
        model.load_state_dict(torch.load(io.BytesIO(saved)))
    losses = [one_step(model, optimizer, generator) for _ in range(steps)]
    file = io.BytesIO()
    torch.save(model.state_dict(), file)
    return losses, file.getvalue()
