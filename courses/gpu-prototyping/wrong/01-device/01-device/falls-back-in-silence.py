# Takes the processor where a GPU was asked for and there is none, and says nothing.
# loses: choose-device-refuses
# %% answer="choose-device"
def choose_device(wanted, gpu_there):
    if wanted == "cpu" or not gpu_there:
        return "cpu"
    return "cuda"
