# Counts with the average step, looks only whether the file is there, forgets the unit, and lets half steps count.
# loses: may-go-on-test, load-whole-test, how-often-test, jobs-needed-test
# %% answer="may-go-on"
def may_go_on(left_s, step_seconds, save_s):
    average = sum(step_seconds) / len(step_seconds) if step_seconds else 0
    return left_s >= average + 2 * save_s


# %% answer="load-whole"
def load_whole(path):
    return torch.load(path) if os.path.exists(path) else None


# %% answer="how-often-function"
def minutes_between_saves(save_minutes, failure_hours):
    return math.sqrt(2 * save_minutes * failure_hours)


# %% answer="jobs-needed"
def jobs_needed(steps, step_s, walltime_s, start_s, save_s):
    usable = walltime_s - start_s - save_s
    if usable < step_s:
        raise ValueError("no room")
    return math.ceil(steps * step_s / usable)
