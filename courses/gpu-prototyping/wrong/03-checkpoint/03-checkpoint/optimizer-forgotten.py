# Saves weights and chance, and forgets the optimizer.
# loses: train-some-resumes
# %% answer="train-some"
def train_some(saved, steps):
    model, optimizer, generator = begin_anew()
    if saved is not None:
        note = torch.load(io.BytesIO(saved))
        model.load_state_dict(note["model"])
        generator.set_state(note["chance"])
    losses = [one_step(model, optimizer, generator) for _ in range(steps)]
    file = io.BytesIO()
    torch.save({"model": model.state_dict(), "chance": generator.get_state()}, file)
    return losses, file.getvalue()
