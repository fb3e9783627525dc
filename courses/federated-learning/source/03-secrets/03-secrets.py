# %% [markdown] id="title"
# # What still leaks, and what helps
#
# This is exercise 3 of 3 of the course *Learn together, keep your rows at home*. It takes about 40 minutes.
#
# No row left a firm: you proved it. Now change sides. You are the server, you are curious, and you look at what the firms send. First you attack, then you
# defend, and then you attack again, to see what the defence is worth.
#
# The firms send *gradients* here: what one step of training computes, a number for each weight that says how the error would change with it. New weights after one step tell the
# same, for the server knows the old ones and can subtract.

# %% [markdown] id="goals"
# ## What you will be able to do
#
# - Rebuild a picture from a message that holds no picture.
# - Hide each message from the server by masks that cancel out, also when a firm drops out.
# - Clip and add noise, and count the epsilon that was spent.
# - Tell from a model who was in its training rows, and measure that before and after.
#
# **You need:** exercises 1 and 2. **Do not use the code of this notebook in earnest**: it shows the ideas. Tested programs draw keys and noise with more care.

# %% id="parameters" tags=["parameters"]
seed: int = 3  # begins all chance in this notebook
rounds: int = 15  # how often each plan with noise meets the server
noise: float = 1.0  # how much noise, compared with the most that one row can change

# %% id="imports"
import math

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

digits = load_digits()  # 1,797 real digits: E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository, CC BY 4.0
images, labels = digits.data / 16, digits.target
order = np.random.default_rng(seed).permutation(len(images))
test, pool = order[:600], order[600:]
NAMES = ("north", "east", "south")
firms = {name: pool[60 * place : 60 * place + 60] for place, name in enumerate(NAMES)}


def chances(weights, images):
    """Return the model's chances of the ten digits, for each image."""
    scores = images @ weights[:64] + weights[64]
    high = np.exp(scores - scores.max(axis=1, keepdims=True))
    return high / high.sum(axis=1, keepdims=True)


def slope(weights, images, labels):
    """Return the gradient: how the mean error changes with each weight. A step goes against it."""
    wrong = (chances(weights, images) - np.eye(10)[labels]) / len(labels)
    return np.vstack([images.T @ wrong, wrong.sum(axis=0)])


def likeness(picture, row):
    """Return how like a row a picture is: 1 is the same picture, 0 has nothing to do with it."""
    return abs(np.corrcoef(picture, row)[0, 1])


first = firms["north"][:1]
message = slope(np.zeros((65, 10)), images[first], labels[first])
print(f"north has one new note, takes one step, and sends a gradient of {message.size} numbers. Five of them: {message[10:15, 3].round(4)}")

# %% [markdown] id="inversion-about"
# ## A picture out of a message
#
# Where a firm takes one step on one row, the gradient looks like nothing. But look how it is made. The column of digit *k* is
#
# - in its first 64 places: *error of k* · *dot*, for each of the 64 dots,
# - in its last place, the bias: *error of k* alone.
#
# Divide, and the error is gone. What is left are the dots.

# %% [markdown] id="task-rebuilt"
# ## Task 1: rebuild the picture (3 points)
#
# Write the function `rebuilt(gradient)`. It gets an array of 65 lines and 10 columns, and returns an array of 64 numbers: the first 64 places of one column, divided by its last place. Take the column whose last
# place is **furthest from 0**; there the division is safest.
#
# <details><summary>Hint 1</summary>The last line of the array is <code>gradient[64]</code>. Which of its ten places is furthest from 0?</details>
# <details><summary>Hint 2</summary><code>np.abs(gradient[64]).argmax()</code></details>
# <details><summary>Hint 3</summary><code>return gradient[:64, column] / …</code> with the column of hint 2.</details>

# %% answer="rebuilt"
def rebuilt(gradient):
    """Return the 64 dots that are hidden in a gradient."""
    ### BEGIN SOLUTION
    best = int(np.argmax(np.abs(gradient[64])))
    return gradient[:64, best] / gradient[64, best]
    ### END SOLUTION


# %% tests="rebuilt-test" points=3
import numpy as np

chance = np.random.default_rng(2)
dots = chance.random((1, 64))
made = slope(chance.normal(size=(65, 10)), dots, np.array([4]))
result = rebuilt(made)
# HINT: The first 64 places of a column, divided by its last place.
assert result is not None, "rebuilt gave nothing back. Does it end with return?"
assert len(result) == 64, f"A picture has 64 dots. Yours has {len(result)}."
assert abs(result - dots[0]).max() < 1e-9, f"From a gradient of one row, each dot comes back exactly. Yours is off by up to {abs(result - dots[0]).max():.3g}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
only = np.zeros((65, 10))
only[64, 6], only[5, 6] = -0.5, -0.25
found = rebuilt(only)
assert abs(found[5] - 0.5) < 1e-9 and abs(found[6]) < 1e-9, "The column with the last place furthest from 0 should be taken; that place may be negative."
mixed = np.tile(np.arange(10.0), (65, 1)) * 0.1
mixed[:64, 9] = 1.8
assert abs(rebuilt(mixed)[0] - 2) < 1e-9, "Of ten columns the one with the largest last place should be taken."
### END HIDDEN TESTS

# %% given="inversion-plot"
def shown(pictures, titles):
    """Draw pictures of 64 dots in a line."""
    figure, axes = plt.subplots(1, len(pictures), figsize=(1.9 * len(pictures), 2.2))
    for box, picture, title in zip(axes, pictures, titles):
        box.imshow(np.reshape(picture, (8, 8)), cmap="Greys")
        box.set_title(title, fontsize=9)
        box.set(xticks=[], yticks=[])
    plt.show()


try:
    begin = np.zeros((65, 10))
    several = {count: rebuilt(slope(begin, images[firms["north"][:count]], labels[firms["north"][:count]])) for count in (1, 2, 8)}
    shown([images[first[0]], *several.values()], ["the row at home", "from 1 row", "from 2 rows", "from 8 rows"])
    nearest = {count: max(likeness(picture, images[row]) for row in firms["north"][:count]) for count, picture in several.items()}
    print("In words: four pictures. The second, rebuilt from the message, equals the first, the row that never left. The third is made of two rows, the fourth of eight, which flow into one another.")
    print(f"In this run the third is like one of its two rows by {nearest[2]:.2f}, the fourth like one of its eight by {nearest[8]:.2f}: 1 is the same picture, 0 has nothing to do with it.")
except NotImplementedError:
    print("(write rebuilt first)")

# %% [markdown] id="masks-about"
# ## Hide the message: masks that cancel out
#
# The server needs the **sum** of the messages, never a single one. So let the firms hide them (K. Bonawitz and others, 2017): each pair of firms agrees on a secret number, and draws from it the same table of random numbers, the *mask*. One of the two
# adds it, the other subtracts it. Each message is noise to the server; in the sum all masks are gone.
#
# | | north | east | south | sum |
# |---|---|---|---|---|
# | message | 5 | 1 | 3 | 9 |
# | mask of north and east | +70 | −70 | | 0 |
# | mask of north and south | +22 | | −22 | 0 |
# | mask of east and south | | −31 | +31 | 0 |
# | **what is sent** | **97** | **−100** | **12** | **9** |

# %% given="mask"
def mask(secret, shape):
    """Return the mask that two firms draw from their secret number."""
    return np.random.default_rng(secret).normal(0, 100, shape)


# %% [markdown] id="task-masked"
# ## Task 2: put the masks on (3 points)
#
# Write the function `masked(message, own, secrets)`. `own` is the place of this firm, a number. `secrets` is a dictionary with the place of each **other** firm and the secret number shared with it. For an other firm with a **higher** place
# add `mask(secret, message.shape)`, for one with a lower place subtract it. Return the new array, and leave the message as it is.
#
# <details><summary>Hint 1</summary>Go through <code>secrets.items()</code>. Each gives a place and a secret.</details>
# <details><summary>Hint 2</summary>Compare the place with <code>own</code>: higher adds, lower subtracts.</details>
# <details><summary>Hint 3</summary>Begin with <code>hidden = message.copy()</code>, and in the loop <code>hidden = hidden + … if place &gt; own else hidden - …</code></details>

# %% answer="masked"
def masked(message, own, secrets):
    """Return the message with a mask for each other firm."""
    ### BEGIN SOLUTION
    total = message * 1.0
    for other, secret in secrets.items():
        sign = 1 if other > own else -1
        total = total + sign * mask(secret, message.shape)
    return total
    ### END SOLUTION


# %% tests="masked-test" points=3
import numpy as np

plain = [np.array([5.0, 0.0]), np.array([1.0, 2.0]), np.array([3.0, 4.0])]
hidden = [masked(plain[0], 0, {1: 701, 2: 702}), masked(plain[1], 1, {0: 701, 2: 712}), masked(plain[2], 2, {0: 702, 1: 712})]
# HINT: Add the mask for a higher place, subtract it for a lower one.
assert hidden[0] is not None, "masked gave nothing back. Does it end with return?"
assert abs(hidden[0] - plain[0] - mask(701, (2,)) - mask(702, (2,))).max() < 1e-9, "The firm at place 0 adds both masks, because both others have higher places."
assert abs(sum(hidden) - np.array([9.0, 6.0])).max() < 1e-9, f"In the sum all masks should be gone: 9 and 6. Yours is {sum(hidden)}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(hidden[2] - plain[2] + mask(702, (2,)) + mask(712, (2,))).max() < 1e-9, "The firm at the highest place subtracts both masks."
assert plain[1][0] == 1.0 and plain[1][1] == 2.0, "The message that was handed in should stay as it is."
assert abs(masked(plain[1], 1, {}) - plain[1]).max() < 1e-9, "Without other firms there are no masks."
### END HIDDEN TESTS

# %% [markdown] id="dropout-about"
# ## A firm drops out
#
# South agreed on its secrets, and then its line went dead. North and east have put on masks against south, and nobody takes them off: the sum is noise. The way out: those who are left tell the server **their secrets with south**, and
# with these it removes the masks. Nothing of south is told by that, since south sent nothing. (Should its message
# arrive late after all, it must be thrown away unread, because its masks are known now. Real protocols have a second mask for that.)

# %% [markdown] id="task-sum-without"
# ## Task 3: the sum without a firm (4 points)
#
# Write the function `sum_without(sent, told)`. `sent` is a dictionary: the place of each firm that answered, and its masked array. `told` is a list of tuples `(firm, lost, secret)`: a firm that answered, one that is lost, and their
# secret. Return the sum of the arrays, without the masks that the firms put on against the lost ones.
#
# <details><summary>Hint 1</summary>Add everything that was sent. Then take each mask out again: what was added is subtracted, and the other way round.</details>
# <details><summary>Hint 2</summary>The firm added its mask if <code>lost &gt; firm</code>. Then you subtract it.</details>
# <details><summary>Hint 3</summary>In the loop over <code>told</code>: <code>total = total - … if lost &gt; firm else total + …</code>, each time with <code>mask(secret, total.shape)</code>.</details>

# %% answer="sum-without"
def sum_without(sent, told):
    """Return the sum of what the firms meant, where some were lost."""
    ### BEGIN SOLUTION
    total = sum(sent.values())
    for firm, lost, secret in told:
        put_on = mask(secret, total.shape)
        total = total - put_on if lost > firm else total + put_on
    return total
    ### END SOLUTION


# %% tests="sum-without-test" points=4
import numpy as np

meant = {0: np.array([5.0, 0.0]), 1: np.array([1.0, 2.0])}
arrived = {0: meant[0] + mask(801, (2,)) + mask(802, (2,)), 1: meant[1] - mask(801, (2,)) + mask(812, (2,))}
result = sum_without(arrived, [(0, 2, 802), (1, 2, 812)])
# HINT: Subtract a mask against a higher place, add one against a lower place.
assert result is not None, "sum_without gave nothing back. Does it end with return?"
assert abs(result - np.array([6.0, 2.0])).max() < 1e-9, f"Without the masks against firm 2, the sum is 6 and 2. Yours is {result}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
arrived = {1: np.array([1.0, 2.0]) - mask(801, (2,)) + mask(812, (2,)), 2: np.array([4.0, 4.0]) - mask(802, (2,)) - mask(812, (2,))}
assert abs(sum_without(arrived, [(1, 0, 801), (2, 0, 802)]) - np.array([5.0, 6.0])).max() < 1e-9, "Also the firm at the lowest place may be lost: its masks were subtracted."
assert abs(sum_without({0: np.array([3.0]), 1: np.array([4.0])}, []) - 7).max() < 1e-9, "Where nobody is lost, nothing has to be removed."
### END HIDDEN TESTS

# %% given="masks-plot"
try:
    places, secrets = {name: place for place, name in enumerate(NAMES)}, {(0, 1): 91, (0, 2): 92, (1, 2): 93}
    of = lambda own: {other: secrets[min(own, other), max(own, other)] for other in range(3) if other != own}
    gradients = [slope(begin, images[firms[name][:1]], labels[firms[name][:1]]) for name in NAMES]
    hidden_ones = [masked(gradient, place, of(place)) for place, gradient in enumerate(gradients)]
    shown([rebuilt(gradients[0]), rebuilt(hidden_ones[0]), rebuilt(sum(hidden_ones)), rebuilt(sum(gradients))], ["north, bare", "north, masked", "sum, masked", "sum, bare"])
    nearest_of_three = max(likeness(rebuilt(sum(hidden_ones)), images[firms[name][0]]) for name in NAMES)
    print("In words: four pictures. The bare message gives the row away, the masked one is noise. The two sums look the same, so the server has what it needs.")
    print(f"And the sum still tells of the rows: in this run its picture is like one of the three by {nearest_of_three:.2f}. The server only does not know whose.")
except NotImplementedError:
    print("(write rebuilt and masked first)")

# %% [markdown] id="noise-about"
# ## Clip, add noise, and count
#
# Masks hide **who** said what. You have just seen that a sum over few rows still shows **what** was said, and the finished model depends on every row, too. *Differential privacy* limits how much. Two steps, for each row's gradient:
#
# 1. **Clip**: if its length (the root of the sum of all squares) is more than a limit, shorten it to the limit. Now no row can change the sum by more than that.
# 2. **Add noise** to the sum: normal random numbers with the standard deviation *noise · limit*.
#
# **Who adds the noise?** In this exercise the *aggregator* does, the one who adds up the firms' messages; mostly that is the server. It adds the noise **once**, to the sum of all. What that means:
#
# | who adds it | who is kept from learning about a row | what it costs |
# |---|---|---|
# | the aggregator, once | everybody who gets the model. **Not the aggregator**: it saw the sum before the noise, and each message, if there are no masks | least: one portion of noise |
# | each firm, a whole portion, before it sends | the server, too, whatever it does: each message is covered by itself | most: with three firms three portions, so the noise of the sum has √3 times the standard deviation |
# | each firm, a part, and masks | the server, too, as long as the masks hold and the other firms really add their parts | as with the aggregator: parts of *noise · limit* / √3 add up to one portion |
#
# So *the server adds noise* is a promise of the server. Who does not trust it must add noise at home.

# %% [markdown] id="task-noisy-sum"
# ## Task 4: clip and add noise (4 points)
#
# Write the function `noisy_sum(gradients, limit, noise, seed)`. `gradients` is a list of arrays of one shape, one for each row. Clip each, add them up, and add
# `np.random.default_rng(seed).normal(0, noise * limit, shape)`. Shorten only what is too long: never divide by a length of 0.
#
# <details><summary>Hint 1</summary>The length: <code>np.sqrt((gradient ** 2).sum())</code>. Too long by a factor of two means: halve it.</details>
# <details><summary>Hint 2</summary>The factor is <code>limit / length</code> where the length is more than the limit, and 1 otherwise.</details>
# <details><summary>Hint 3</summary>In the loop: <code>if length &gt; limit: gradient = gradient * …</code>, then add it to the total. After the loop add the noise of the task once; its shape is <code>total.shape</code>.</details>

# %% answer="noisy-sum"
def noisy_sum(gradients, limit, noise, seed):
    """Return the sum of the clipped gradients, with noise."""
    ### BEGIN SOLUTION
    lengths = [float(np.sqrt(np.sum(np.square(one)))) for one in gradients]
    clipped = [one * min(1.0, limit / length) if length else one for one, length in zip(gradients, lengths)]
    total = np.sum(clipped, axis=0)
    return total + np.random.default_rng(seed).normal(0, noise * limit, total.shape)
    ### END SOLUTION


# %% tests="noisy-sum-test" points=4
import numpy as np

result = noisy_sum([np.array([[6.0, 8.0]]), np.array([[0.0, 1.0]])], 5.0, 0.0, 1)
# HINT: (6, 8) is 10 long: halve it. (0, 1) is short enough and stays.
assert result is not None, "noisy_sum gave nothing back. Does it end with return?"
assert abs(result - np.array([[3.0, 5.0]])).max() < 1e-9, f"Without noise: (3, 4) and (0, 1) are (3, 5). Yours is {result}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(noisy_sum([np.zeros((2, 2)), np.array([[2.0, 0.0], [0.0, 0.0]])], 1.0, 0.0, 1) - np.array([[1.0, 0.0], [0.0, 0.0]])).max() < 1e-9, "A gradient of zeros stays, and does not spoil the sum."
large = noisy_sum([np.zeros((100, 100))], 3.0, 2.0, 5)
assert abs(np.std(large) - 6) < 0.2 and abs(np.mean(large)) < 0.3, "With limit 3 and noise 2, the noise has a standard deviation of 6 and a mean of 0."
both = noisy_sum([np.zeros((100, 100)), np.zeros((100, 100))], 3.0, 2.0, 5)
assert abs(np.std(both) - 6) < 0.2, "The noise is added once to the sum, not once for each row."
assert abs(noisy_sum([np.zeros(4)], 1.0, 1.0, 6) - noisy_sum([np.zeros(4)], 1.0, 1.0, 6)).max() < 1e-12, "The same seed should give the same noise."
### END HIDDEN TESTS

# %% [markdown] id="epsilon-about"
# ### What was spent?
#
# Each round tells a bit more. How much, says **ε** (epsilon): with ε = 0 nobody learns anything about a row, with ε = 1 very little, with ε = 10 there is no strong promise any more. A second number,
# **δ** (delta), is the chance that the promise fails; it is chosen far below 1 / number of rows.
#
# For normal noise with the factor *σ*, on all rows in each of *R* rounds, a rule (from *Rényi* or *zero-concentrated* differential privacy; M. Bun and T. Steinke, 2016) gives
#
# $$\rho = \frac{R}{2\sigma^2}, \qquad \varepsilon = \rho + 2\sqrt{\rho \cdot \ln(1/\delta)}$$
#
# It holds where a row is added or taken away, and it is on the safe side.

# %% [markdown] id="task-epsilon"
# ## Task 5: epsilon (3 points)
#
# Write the function `epsilon(rounds, noise, delta)`. It returns ε by this rule. Where there is no noise, there is no promise: return `math.inf`.
#
# <details><summary>Hint 1</summary>Look at noise 0 first: dividing by it would be an error.</details>
# <details><summary>Hint 2</summary><code>rho = rounds / (2 * noise ** 2)</code>; <code>math.log</code> is the natural logarithm.</details>
# <details><summary>Hint 3</summary><code>return rho + 2 * math.sqrt(…)</code>, with <code>math.log(1 / delta)</code> inside.</details>

# %% answer="epsilon"
def epsilon(rounds, noise, delta):
    """Return the epsilon that these rounds have spent."""
    ### BEGIN SOLUTION
    if noise <= 0:
        return math.inf
    spent = rounds / 2 / noise**2
    return spent + 2 * math.sqrt(-spent * math.log(delta))
    ### END SOLUTION


# %% tests="epsilon-test" points=3
import math

result = epsilon(8, 2.0, 0.0001)
# HINT: rho is 8 / (2 · 4) = 1.
assert result is not None, "epsilon gave nothing back. Does it end with return?"
assert abs(result - 7.0697) < 1e-3, f"rho is 1, and ln(10000) is 9.2103: 1 + 2 · 3.0349 = 7.0697. Yours is {result}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert epsilon(5, 0.0, 0.01) == math.inf, "Without noise there is no promise: infinity."
assert abs(epsilon(0, 1.0, 0.01)) < 1e-9, "Without rounds nothing is spent."
assert abs(epsilon(50, 5.0, math.exp(-4)) - 5.0) < 1e-9, "50 rounds with noise 5 have rho 1; with ln(1/delta) = 4 that is 1 + 2 · 2 = 5."
### END HIDDEN TESTS

# %% [markdown] id="members-about"
# ## Who was in it?
#
# An attacker has a person's row and the finished model. Was this row among those that it learned from? A model is often surer about rows that it has seen: that is *membership inference* (R. Shokri and others, 2017).
# The attacker takes the model's chance for the right digit. Members should have higher ones than others.

# %% [markdown] id="task-member-score"
# ## Task 6: how good is the attack? (3 points)
#
# Write the function `member_score(members, others)`. Both are arrays of chances. Take every pair of one member and one other. Return the share of the pairs in which the **member** has the higher chance; equal ones count half. 0.5 is
# a guess, 1 a perfect attack.
#
# <details><summary>Hint 1</summary>Compare every member with every other: two loops, or arrays at once.</details>
# <details><summary>Hint 2</summary><code>members[:, None] &gt; others[None, :]</code> compares all pairs.</details>
# <details><summary>Hint 3</summary><code>(… &gt; …).mean() + (… == …).mean() / 2</code></details>

# %% answer="member-score"
def member_score(members, others):
    """Return how often a member has a higher chance than another row."""
    ### BEGIN SOLUTION
    gaps = np.subtract.outer(np.asarray(members), np.asarray(others))
    return float(np.mean(gaps > 0) + np.mean(gaps == 0) / 2)
    ### END SOLUTION


# %% tests="member-score-test" points=3
import numpy as np

result = member_score(np.array([0.9, 0.4]), np.array([0.5, 0.1]))
# HINT: Four pairs: 0.9 against 0.5 and 0.1, 0.4 against 0.5 and 0.1.
assert result is not None, "member_score gave nothing back. Does it end with return?"
assert abs(result - 0.75) < 1e-9, f"In three of the four pairs the member has the higher chance: 0.75. Yours is {result}."
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(member_score(np.array([0.5, 0.5]), np.array([0.5])) - 0.5) < 1e-9, "Equal chances count half."
assert abs(member_score(np.array([0.1]), np.array([0.2, 0.3, 0.05])) - 1 / 3) < 1e-9, "One of three pairs is one third."
assert abs(member_score(np.array([0.8, 0.9]), np.array([0.1, 0.2])) - 1) < 1e-9, "Where all members have higher chances, the attack is perfect."
### END HIDDEN TESTS

# %% [markdown] id="again-about"
# ## Attack again
#
# Now all of it at once. Three firms with only ten rows each learn together, without noise and with more and more of it. Few rows are the hardest case for privacy. For each the next cell measures what the model is good for, and both attacks.
#
# The model is trained with the aggregator's noise, once in each round. The attack on the picture is one by the server, on a message of one row. Against that the aggregator's noise
# does nothing: the message is bare, and the row comes back whole, as in Task 1. So here the firm adds a whole portion of noise to its message itself, and you see what that is worth.

# %% given="again"
def learned(own, noise, times, rate):
    """Return the weights after so many rounds with clipped gradients and noise."""
    weights = np.zeros((65, 10))
    for at in range(times):
        wrong = chances(weights, images[own]) - np.eye(10)[labels[own]]
        rows = np.hstack([images[own], np.ones((len(own), 1))])
        gradients = [np.outer(row, error) for row, error in zip(rows, wrong)]
        weights = weights - rate * noisy_sum(gradients, 1.0, noise, seed * 1000 + at) / len(own)
    return weights


def sure(weights, rows):
    """Return the model's chance of the right digit, for each row."""
    return chances(weights, images[rows])[np.arange(len(rows)), labels[rows]]


try:
    own = np.concatenate([firms[name][:10] for name in NAMES])
    delta, table = 1e-4, []
    one = images[firms["north"][0]]
    print(f"{'noise':>6} {'epsilon':>9} {'right':>7} {'attack: who was in it':>22} {'attack: picture':>16}")
    for factor in (0.0, noise, 4 * noise, 8 * noise):
        weights = learned(own, factor, rounds, 4.0)
        right = np.mean(chances(weights, images[test]).argmax(axis=1) == labels[test])
        attack = member_score(sure(weights, own), sure(weights, test))
        picture = rebuilt(noisy_sum([slope(begin, one[None], labels[firms["north"][:1]])], 1.0, factor, seed))
        table.append((factor, epsilon(rounds, factor, delta), right, attack, picture))
        print(f"{factor:6.2f} {table[-1][1]:9.1f} {right:7.1%} {attack:22.2f} {likeness(picture, one):16.2f}")
    shown([one, *[line[4] for line in table]], ["the row at home", *[f"noise {line[0]:g}" for line in table]])
    print("In words: five pictures. Without noise the row comes back whole; with noise of the firm's own the picture drowns. The table above, from its first line to its last: more noise, smaller epsilon, weaker attacks, and fewer right answers.")
except NotImplementedError:
    print("(write rebuilt, noisy_sum, epsilon and member_score first)")

# %% [markdown] id="again-in-words"
# Read the table line by line. The last column is the likeness of the rebuilt picture and the row, where the firm has added the noise. The epsilon beside it is that of the model, which has the aggregator's noise.
#
# With ten rows a firm, the model is much surer about its members than about others, and a guess about who was in it is right far more often than by chance. Noise brings the attack down towards 0.5, a guess. It
# also brings the model down, and an epsilon that is a real promise (below 3 or so) leaves next to nothing of it.
#
# Two things to keep in mind. A weak attack is **no proof**: a better attacker may come, while ε is a promise against all of them. And the noise does not grow with the number of rows. So what if the firms had more?

# %% given="crowd-plot"
try:
    sizes = (30, 90, 180, 360, 720, 1190)
    figure, axes = plt.subplots(figsize=(7, 3.4))
    for factor, marker in ((0.0, "o"), (4 * noise, "s"), (8 * noise, "^")):
        right = [100 * np.mean(chances(learned(pool[:size], factor, rounds, 4.0), images[test]).argmax(axis=1) == labels[test]) for size in sizes]
        axes.plot(sizes, right, marker=marker, label=f"noise {factor:g}, epsilon {epsilon(rounds, factor, delta):.1f}")
    axes.set(xscale="log", xlabel="Rows of all firms together", ylabel="Right answers (%)", title="Privacy is cheap in a crowd", ylim=(0, 100))
    axes.legend(fontsize=8)
    plt.show()
    print("In words: three curves over the number of rows. On the left, with few rows, the noisy ones are far below the one without noise; to the right they come close to it.")
except NotImplementedError:
    print("(write noisy_sum and epsilon first)")

# %% [markdown] task="letter" points=5
# ## Task 7: a letter before signing (5 points, read by a trainer)
#
# Your firm is asked to join: three competitors, a server that one of them runs, one common model. Write to your management, in 150 to 300 words:
#
# 1. What will leave our house in each round, and how could we **prove** it?
# 2. What could the one who runs the server learn about us all the same? Name one attack.
# 3. Which of the protections of this course do you ask for (masks, clipping and noise, a least number of firms), and what does each cost? Which epsilon, and why?
# 4. When would you say no?
#
# Write into the next cell: click it twice, replace its text, and run it.
#
# ### BEGIN MARK SCHEME
# - 1 point: says that weights and the number of rows leave, and names a record of the wire (search for rows, size of messages) as proof.
# - 1 point: names an attack that works on what is sent (a row rebuilt from a gradient, membership) and knows that "no row left" does not exclude it.
# - 2 points: asks for protections that fit the danger, with the cost of each: masks need secrets and a way for drop-outs, noise costs right answers and needs many rows, a least number of firms costs rounds. One point if no cost is named.
# - 1 point: a condition for saying no: too few rows, too small an epsilon for a useful model, no say in the code that runs, no contract on the model.
#
# A firm that says no with good reasons gets all points. Do not take points off for the language.
# ### END MARK SCHEME

# %% [markdown] id="letter-text"
# *Write your letter here.*

# %% [markdown] id="key-points"
# ## Key points
#
# - A gradient of one row holds the row. Train on many rows and several steps before anything is sent, and do not believe that this is enough.
# - Masks of pairs cancel out in the sum. The server learns the sum only; for drop-outs the secrets with the lost firm are told.
# - Clipping limits what one row can change, noise covers it, epsilon counts it. Each round spends.
# - Ask who adds the noise. If it is the aggregator, the promise holds against all but the aggregator.
# - Measure attacks before and after. A failed attack is no proof; epsilon is a promise.
# - Privacy is cheap in a large crowd and dear in a small one.

# %% [markdown] id="what-next"
# ## What next?
#
# You have finished *Learn together, keep your rows at home*. Save your work, and submit this exercise. The course *Privacy in a Data Lab* goes on with epsilon, and *Trustworthy AI* with what a model may be
# used for. For work in earnest look at the parts of Flower for secure aggregation and differential privacy, and at *OpenDP*, whose noise withstands tricks with floating-point numbers.
