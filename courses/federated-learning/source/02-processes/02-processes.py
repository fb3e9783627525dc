# %% [markdown] id="title"
# # Three processes and a wire
#
# This is exercise 2 of 3 of the course *Learn together, keep your rows at home*. It takes about 35 minutes.
#
# In exercise 1 all firms lived in one notebook. Nobody would sign a contract on that. Here each firm is a **process** of its own, a running program with a memory of its own, and opens
# a file that the others never open. They speak with a server through [Flower](https://flower.ai), a program for federated learning. And we tap the wire:
# every byte that a firm sends is kept, so that you can prove what left it.

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - Write what a firm answers to the server, and nothing else.
# - Search a record of the wire for rows, and for messages that are too large.
# - Decide what happens in a round in which a firm is silent.
# - Run server and firms as separate jobs on Slurm.
#
# **You need:** exercise 1. *Bytes* are what files and networks carry: numbers from 0 to 255, one after the other.

# %% id="parameters" tags=["parameters"]
from typing import Literal

seed: int = 3  # begins all chance in this notebook
rows_per_firm: int = 60  # examples that each firm has
rounds: int = 15  # how often the models are averaged
steps: int = 20  # how many steps each firm trains at home in a round
transport: Literal["flower", "http"] = "flower"  # how they speak; "http" is a small program beside this notebook
time_budget_s: int = 60  # the processes are ended when they take longer

# %% [markdown] id="who-about"
# ## Who runs where
#
# | process | opens | sends |
# |---|---|---|
# | server | test images that belong to no firm | the common weights |
# | north, east, south | its own file below `home/` | what **you** let it send |
# | wires, one for each firm | nothing | passes all bytes on, and keeps those of the firm |
#
# Four short programs lie beside this notebook; open them. `federation.py` starts the processes, `wire.py` is the wire, and they speak by `by_flower.py`. Where work is graded, only 64 processes and
# threads are allowed, and Flower needs more. There `by_http.py` does the same with little. `prepare` gives each firm its rows. As in exercise 1 the firms differ: the north has
# the digits 0 to 3, the east 4 to 6, the south 7 to 9.

# %% id="prepare"
from pathlib import Path

import by_http
import federation
import matplotlib.pyplot as plt
import numpy as np
import wire

NAMES = federation.NAMES
way = by_http
if transport == "flower" and federation.has_room_for_flower():
    import flwr

    import by_flower as way

    print(f"They will speak by Flower {flwr.__version__}.")
elif transport == "flower":
    print("Flower needs more processes and threads than this place allows (as where work is graded). They will speak by plain HTTP.")
test_images, test_labels = federation.prepare("home", seed, rows_per_firm)
for path in sorted(Path("home").glob("*/rows.npz")):
    print(f"{path}: {path.stat().st_size:,} bytes, which stay there")

# %% given="model"
def trained(weights, images, labels, steps):
    """Return new weights after some steps of training, as in exercise 1."""
    for _ in range(steps):
        scores = images @ weights[:64] + weights[64]
        high = np.exp(scores - scores.max(axis=1, keepdims=True))
        wrong = (high / high.sum(axis=1, keepdims=True) - np.eye(10)[labels]) / len(labels)
        weights = weights - np.vstack([images.T @ wrong, wrong.sum(axis=0)])
    return weights


def share_right(weights, images, labels):
    """Return the share of the images that the model reads rightly."""
    return float(np.mean((images @ weights[:64] + weights[64]).argmax(axis=1) == labels))


# %% [markdown] id="task-fit-reply"
# ## Task 1: what a firm answers (4 points)
#
# In each round Flower calls one function at the firm, and sends whatever that gives back. So this function decides what leaves the house.
#
# Write `fit_reply(weights, images, labels, steps)`. It gives back three things:
#
# 1. a list with **one** array: the weights after `steps` steps of `trained`,
# 2. the number of rows,
# 3. a dictionary with one name, `"right"`: the share of its own rows that the weights **as they came** read rightly. With it the firms see whom the common model serves.
#
# <details><summary>Hint 1</summary>Both given functions above are needed, one for the first thing and one for the third.</details>
# <details><summary>Hint 2</summary>The third thing uses the weights before training, the first one those after it. <code>len(labels)</code> is the second.</details>
# <details><summary>Hint 3</summary><code>return [trained(…)], len(…), {"right": share_right(…)}</code></details>

# %% answer="fit-reply"
def fit_reply(weights, images, labels, steps):
    """Return what this firm sends to the server."""
    ### BEGIN SOLUTION
    notes = {"right": share_right(weights, images, labels)}
    return [trained(weights, images, labels, steps)], len(labels), notes
    ### END SOLUTION


# %% tests="fit-reply-test" points=4
import numpy as np

chance = np.random.default_rng(8)
begin, dots, truth = chance.normal(size=(65, 10)), chance.random((7, 64)), np.array([1, 2, 3, 4, 5, 6, 7])
reply = fit_reply(begin, dots, truth, 3)
# HINT: [weights after training], number of rows, {"right": share before training}
assert reply is not None, "fit_reply gave nothing back. Does it end with return?"
assert len(reply) == 3, f"Three things are sent: a list, a number, a dictionary. Yours are {len(reply)}."
assert len(reply[0]) == 1, f"The list holds one array, the weights. Yours holds {len(reply[0])}."
assert abs(reply[0][0] - trained(begin, dots, truth, 3)).max() < 1e-9, "The array should be the weights after 3 steps of trained."
assert reply[1] == 7, f"The firm has 7 rows. You sent {reply[1]!r}."
assert list(reply[2]) == ["right"], f"The dictionary has one name, right. Yours has {list(reply[2])}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
best = trained(np.zeros((65, 10)), dots, truth, 400)
assert abs(fit_reply(best, dots, truth, 0)[2]["right"] - share_right(best, dots, truth)) < 1e-9, "right is the share of its own rows that the model reads rightly."
worst = np.zeros((65, 10))
worst[64, 0] = 5.0  # says always 0, which none of the rows is
assert abs(fit_reply(worst, dots, truth, 400)[2]["right"]) < 1e-9, "right is asked of the weights as they came, before training."
assert abs(fit_reply(worst, dots, truth, 0)[0][0] - worst).max() < 1e-9, "After 0 steps the weights are those that came."
### END HIDDEN TESTS

# %% [markdown] id="run-about"
# ## Let them learn
#
# The next cell starts a server and three firms, by `federation.together`. They meet on *loopback*, the part of a network that never leaves the computer. What each firm sent, byte by byte, stands in
# `sent` afterwards.

# %% given="run"
sent, result = {}, None
try:
    fit_reply(np.zeros((65, 10)), np.zeros((1, 64)), np.array([0]), 0)
    rows_of = {name: f"home/{name}/rows.npz" for name in NAMES}
    result, sent = federation.together(way, rows_of, fit_reply, rounds, steps, test_images, test_labels, time_budget_s)
except NotImplementedError:
    print("(write fit_reply first)")

if result is not None:
    figure, axes = plt.subplots(figsize=(7, 3.4))
    axes.plot(range(len(result["right"])), 100 * result["right"], marker="o", color="seagreen")
    axes.set(xlabel="Round", ylabel="Right answers (%)", title="A server, three firms, four processes", ylim=(0, 100))
    plt.show()
    print(f"In words: a curve that begins at {result['right'][0]:.0%}, a guess, and ends at {result['right'][-1]:.0%} after {rounds} rounds. No firm alone reads more than four of the ten digits.")
    for name in NAMES:
        print(f"{name:6} sent {len(wire.messages(sent[name]))} messages, {len(sent[name]):,} bytes in all")

# %% [markdown] id="task-rows-found"
# ## Task 2: search the wire (4 points)
#
# A row is 64 numbers. In the memory of a computer each number takes 8 bytes (`float64`) or 4 (`float32`), and numbers are sent just so. So a row that left a firm stands in the record of the wire, in
# one of the two forms.
#
# Write the function `rows_found(sent, rows)`. `sent` is bytes, `rows` an array with one row a line. It returns how many of the rows stand in `sent`, in either form.
#
# <details><summary>Hint 1</summary><code>in</code> tells whether some bytes stand in other bytes: <code>b"el" in b"hello"</code>.</details>
# <details><summary>Hint 2</summary><code>row.astype(np.float32).tobytes()</code> gives the bytes of a row in the short form. A row that is found in both forms counts once.</details>
# <details><summary>Hint 3</summary>Count the rows for which <code>any(row.astype(form).tobytes() in … for form in (np.float64, np.float32))</code> is true.</details>

# %% answer="rows-found"
def rows_found(sent, rows):
    """Return how many of the rows stand in what was sent."""
    ### BEGIN SOLUTION
    count = 0
    for row in rows:
        long, short = np.asarray(row, dtype=np.float64).tobytes(), np.asarray(row, dtype=np.float32).tobytes()
        count += long in sent or short in sent
    return int(count)
    ### END SOLUTION


# %% tests="rows-found-test" points=4
import numpy as np

table = np.array([[0.5, 0.25, 0.1], [0.7, 0.3, 0.2], [0.9, 0.6, 0.4]])
result_here = rows_found(b"begin" + table[1].tobytes() + b"end", table)
# HINT: The bytes of each row, as float64 and as float32, searched with in.
assert result_here is not None, "rows_found gave nothing back. Does it end with return?"
assert result_here == 1, f"The second row stands there as float64: 1. Yours is {result_here}."
assert rows_found(b"x" * 200, table) == 0, "Nothing stands in 200 times the letter x."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
short = table.astype(np.float32)
assert rows_found(b"a" + short[0].tobytes() + b"b" + table[2].tobytes(), table) == 2, "A row may stand there as float32, too."
assert rows_found(table.tobytes() + short.tobytes(), table) == 3, "A row that stands there in both forms counts once."
assert rows_found(b"", table) == 0, "In no bytes there is no row."
assert rows_found(table[0].tobytes()[:20], table) == 0, "A part of a row is not the row."
### END HIDDEN TESTS

# %% [markdown] id="task-too-large"
# ## Task 3: anything larger than the model? (3 points)
#
# Somebody may hide rows in another form: rounded, shuffled, packed. No search finds every form. But rows need room. A message that holds the model and a few words has a size that
# you know beforehand.
#
# Write the function `too_large(messages, model_bytes, spare)`. `messages` is a list of bytes. It returns a list of the places, counted from 0, of the messages that are longer than
# `model_bytes + spare`.
#
# <details><summary>Hint 1</summary><code>len</code> works for bytes as it does for lists.</details>
# <details><summary>Hint 2</summary><code>enumerate(messages)</code> gives each place together with its message.</details>
# <details><summary>Hint 3</summary><code>return [place for place, message in enumerate(messages) if …]</code></details>

# %% answer="too-large"
def too_large(messages, model_bytes, spare):
    """Return the places of the messages that are larger than they should be."""
    ### BEGIN SOLUTION
    most = model_bytes + spare
    return [place for place in range(len(messages)) if len(messages[place]) > most]
    ### END SOLUTION


# %% tests="too-large-test" points=3
result_here = too_large([b"x" * 90, b"x" * 130, b"x" * 110, b"x" * 500], 100, 10)
# HINT: len(message) > model_bytes + spare
assert result_here is not None, "too_large gave nothing back. Does it end with return?"
assert list(result_here) == [1, 3], f"110 bytes may be sent, so those at the places 1 and 3 are too large. Yours is {list(result_here)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(too_large([], 100, 10)) == [], "Without messages none is too large."
assert list(too_large([b"", b"x"], 0, 0)) == [1], "Where nothing may be sent, one byte is too much."
assert list(too_large([b"x" * 7, b"x" * 7], 3, 4)) == [], "Exactly as much as may be sent is not too large."
### END HIDDEN TESTS

# %% [markdown] id="proof-about"
# ## The proof
#
# Now both on the real record. `wire.messages` takes the bytes of a wire apart into messages.

# %% given="proof"
model_bytes = 65 * 10 * 8
stays = {name: np.load(f"home/{name}/rows.npz")["images"] for name in NAMES}
sizes = {name: [len(message) for message in wire.messages(sent[name])] for name in sent}
try:
    for name in sent:
        found = rows_found(sent[name], stays[name])
        large = too_large(wire.messages(sent[name]), model_bytes, 500)
        print(f"{name:6} {found} of {len(stays[name])} rows found in {len(sent[name]):,} bytes, {len(large)} messages too large")
except NotImplementedError:
    print("(write rows_found and too_large first)")

if sent:
    figure, axes = plt.subplots(figsize=(7.5, 3.4))
    for name, marker, shift in zip(NAMES, "os^", (-0.2, 0, 0.2)):
        axes.scatter([place + shift for place in range(len(sizes[name]))], [size / 1000 for size in sizes[name]], marker=marker, s=26, label=name)
    axes.axhline(model_bytes / 1000, color="seagreen", label="the model")
    axes.axhline(stays["north"].nbytes / 1000, color="crimson", linestyle="--", label="all rows of a firm")
    axes.set(xlabel="Message", ylabel="Size (1,000 bytes)", title="What left each firm", ylim=(0, None))
    axes.legend(ncols=2, fontsize=8)
    plt.show()
    print("In words: each firm sends one message a round, and all of them lie on one line, that of the model. The dashed line of all rows of a firm is far above.")

# %% [markdown] id="no-row-about"
# The next cell is a test of its own: it looks at the record of your run, and lets your firm answer with rows that it has made up and knows. It asks one thing only: does a model leave, and no row with it? Whether the
# answer is right is what the test of Task 1 asks.

# %% tests="no-row-left" points=4
import numpy as np


def all_bytes(answer):
    """Return all that stands in an answer as bytes, however it is put together."""
    left, found = [answer], b""
    while left:
        thing, *left = left
        if isinstance(thing, dict):
            left = [*thing.values(), *left]
        elif isinstance(thing, (list, tuple)):
            left = [*thing, *left]
        else:
            found += thing if isinstance(thing, bytes) else np.asarray(thing).tobytes()
    return found


# HINT: Send the weights, the number of rows and one share. Then run the cells from Task 1 on again.
for firm in sent:
    assert max(sizes[firm]) <= 5200 + 500, f"{firm} sent a message of {max(sizes[firm])} bytes. The model has 5200, and 500 are for all else."
    assert not [row for row in stays[firm] if row.tobytes() in sent[firm] or row.astype("float32").tobytes() in sent[firm]], f"A row of {firm} stands in what it sent."
made_up = np.random.default_rng(12).random((20, 64))
leaving = all_bytes(fit_reply(np.zeros((65, 10)), made_up, np.arange(20) % 10, 2))
assert len(leaving) >= 2600, f"The model has 650 numbers, at least 2600 bytes. Your firm answers with {len(leaving)} bytes, so no model left it."
assert len(leaving) <= 5200 + 500, f"Your firm answers with {len(leaving)} bytes. The model has 5200, and 500 are for all else."
assert not [row for row in made_up if row.tobytes() in leaving or row.astype("float32").tobytes() in leaving], "A row stands in what your firm answers."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
marked = np.random.default_rng(4711).random((50, 64))
leaving = all_bytes(fit_reply(np.zeros((65, 10)), marked, np.arange(50) % 10, 2))
assert len(leaving) <= 5200 + 500, "With more rows the answer should not grow: the model has 5200 bytes, and 500 are for all else."
assert not [number for number in marked.ravel() if number.tobytes() in leaving], "A number of a row stands in what your firm answers."
assert not [pair for pair in marked.astype("float32").reshape(-1, 2) if pair.tobytes() in leaving], "A part of a row stands in what your firm answers, in the short form."
### END HIDDEN TESTS

# %% [markdown] id="proof-limits"
# What is proved, and what is not? No row left a firm as it is, and no message had room for many rows. It is **not** proved that nothing about the rows can be learned from the weights. That is exercise 3.

# %% [markdown] id="task-next-weights"
# ## Task 4: a firm is silent (4 points)
#
# A laptop is closed, a network is down: in real life a firm is missing in every other round. The server has to go on, but not with too few: with one firm left, the "average" is that firm's own model, and everybody sees it.
#
# Write the function `next_weights(old, replies, least)`. `replies` has one thing for each firm: a pair `(weights, count)`, or `None` where the firm was silent. If at least `least` firms answered,
# return their average, weighted by the counts. Otherwise return `old`.
#
# <details><summary>Hint 1</summary>First keep the replies that are there. How many are they?</details>
# <details><summary>Hint 2</summary><code>[reply for reply in replies if reply is not None]</code>; then the average of exercise 1.</details>
# <details><summary>Hint 3</summary><code>sum(weights * count for weights, count in there) / sum(…)</code></details>

# %% answer="next-weights"
def next_weights(old, replies, least):
    """Return the common weights after a round in which firms may be silent."""
    ### BEGIN SOLUTION
    answered = [pair for pair in replies if pair is not None]
    if len(answered) < least:
        return old
    return sum(own * count for own, count in answered) / sum(count for _, count in answered)
    ### END SOLUTION


# %% tests="next-weights-test" points=4
import numpy as np

old = np.array([1.0, 1.0])
result_here = next_weights(old, [(np.array([2.0, 4.0]), 10), None, (np.array([6.0, 0.0]), 30)], 2)
# HINT: Leave out None, count what is left, then average by the counts.
assert result_here is not None, "next_weights gave nothing back. Does it end with return?"
assert abs(result_here[0] - 5) < 1e-9 and abs(result_here[1] - 1) < 1e-9, f"Two firms of 10 and 30 rows answered: 5 and 1. Yours is {result_here}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
kept = next_weights(old, [(np.array([2.0, 4.0]), 10), None, None], 2)
assert abs(kept[0] - 1) < 1e-9 and abs(kept[1] - 1) < 1e-9, "With fewer firms than least, the weights stay as they were."
assert abs(next_weights(old, [None, None], 1)[0] - 1) < 1e-9, "Where all are silent, the weights stay as they were."
assert abs(next_weights(old, [(np.array([3.0, 3.0]), 5)], 1)[0] - 3) < 1e-9, "Exactly as many firms as least are enough."
### END HIDDEN TESTS

# %% [markdown] id="slurm-about"
# ## As three jobs on Slurm
#
# On a cluster each process becomes a *job*, a piece of work that Slurm starts on some node. One **array job** with four tasks will do: task 0 is the server, tasks 1 to 3 are the firms. All run the same script; the number of
# the task, which Slurm puts into `SLURM_ARRAY_TASK_ID`, tells who is who. The script `three-firms.sbatch` lies beside this notebook:
#
# ```sh
# python federation.py prepare
# sbatch three-firms.sbatch
# squeue --me
# python federation.py check meeting-1234
# ```
#
# (1234 is the number that `sbatch` prints.) The server does not know beforehand on which node it will run. So it writes its address into a folder that all nodes see, `meeting-1234`, and the firms wait for it. Here all four are new
# programs, and they always speak by Flower. Each firm's job keeps a record of its wire; `check` searches it for rows and tells the largest message.
#
# On one cluster all jobs are yours. Between real firms each SuperNode or client runs at home, with certificates, so that nobody reads the connection on the way.

# %% [markdown] id="task-job-words"
# ## Task 5: who is who (3 points)
#
# Write the function `job_words(task, names, meeting)`. It returns the words of the command of one task as a list. For `names` = `["north", "east"]` and `meeting` = `"meeting"`:
#
# | task | words |
# |---|---|
# | 0 | `["federation.py", "server", "meeting"]` |
# | 1 | `["federation.py", "firm", "meeting", "north"]` |
# | 2 | `["federation.py", "firm", "meeting", "east"]` |
#
# A task that is nobody's raises a `ValueError`: Slurm shows the job as failed then, instead of a firm that takes part twice.
#
# <details><summary>Hint 1</summary>Three cases: 0, one of the names, and all else. Which name belongs to task 1?</details>
# <details><summary>Hint 2</summary><code>names[task - 1]</code>. A negative task must not reach it: <code>names[-1]</code> is the last name.</details>
# <details><summary>Hint 3</summary><code>if not 0 &lt;= task &lt;= len(names): raise ValueError(…)</code> first; then the two others.</details>

# %% answer="job-words"
def job_words(task, names, meeting):
    """Return the words of the command of one task of the array."""
    ### BEGIN SOLUTION
    if task < 0 or task > len(names):
        raise ValueError(f"There is no task {task}: there are {len(names)} firms and the server.")
    if task == 0:
        return ["federation.py", "server", meeting]
    return ["federation.py", "firm", meeting, names[task - 1]]
    ### END SOLUTION


# %% tests="job-words-test" points=3
result_here = job_words(0, ["north", "east", "south"], "/shared/meeting")
# HINT: Task 0 is the server; task 1 is the first firm.
assert result_here is not None, "job_words gave nothing back. Does it end with return?"
assert list(result_here) == ["federation.py", "server", "/shared/meeting"], f"Task 0 is the server. Yours is {result_here}."
assert list(job_words(1, ["north", "east", "south"], "m")) == ["federation.py", "firm", "m", "north"], f"Task 1 is the firm in the north. Yours is {job_words(1, ['north', 'east', 'south'], 'm')!r}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert list(job_words(3, ["north", "east", "south"], "m")) == ["federation.py", "firm", "m", "south"], "The last task is the last firm."
for nobody in (3, -1):
    try:
        job_words(nobody, ["a", "b"], "m")
        raised = False
    except ValueError:
        raised = True
    assert raised, f"With two firms, task {nobody} is nobody's: a ValueError should be raised."
### END HIDDEN TESTS

# %% [markdown] id="keep-about"
# The jobs are new programs and know nothing of this notebook. The next cell keeps your `fit_reply` in a file for them.

# %% id="keep"
import cloudpickle

Path("fit.pickle").write_bytes(cloudpickle.dumps(fit_reply))
print("fit.pickle holds your function. Such a file can do anything when it is opened: take one only from people whom you trust, and look at the function first.")

# %% [markdown] id="newer-about"
# ## In the long run
#
# Two functions of Flower, `start_server` and `start_client`, are all that this exercise needs. They still work (tried with Flower 1.41), and are marked as old. For a service that runs for months Flower has a
# *SuperLink*, which stays up at the server, and a *SuperNode* at each firm; apps are sent to them, and both sides can prove by keys who they are. That is a dozen processes for three firms, and three rounds took 36 seconds where these
# examples were tried, because the nodes ask every few seconds for work: right for a service, slow for a lesson. What you learned stays true: **the firm's function decides what leaves, and the wire is where you look.**

# %% [markdown] id="key-points"
# ## Key points
#
# - Each firm is a process that opens only its own rows. One function decides what it sends.
# - Tap the wire: search it for rows, and compare each message with the size of the model.
# - Have a rule for silent firms, with a least number of answers.
# - On Slurm the same processes are tasks of one array job; the number of the task says who is who.

# %% [markdown] id="what-next"
# ## What next?
#
# No row left. In exercise 3 you are the curious server, and get a picture back all the same. Save your work, and submit this exercise.
