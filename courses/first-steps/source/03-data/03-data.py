# %% [markdown] id="title"
# # Look at a dataset before you use it
#
# This is exercise 3 of 4. It takes about 18 minutes.
#
# **What you will be able to do:**
#
# - load a table and say how large it is,
# - find missing values,
# - ask for the units, and write down what you assume,
# - draw a plot that everybody can read, and describe it in words,
# - say where data comes from and whether you may use it,
# - look for a dataset of your own in the catalogue.
#
# **You need** exercises 1 and 2: functions and lists.

# %% [markdown] id="the-data"
# ## The data: 178 wines
#
# The table comes with the Python package *scikit-learn*, so nothing has to be downloaded. It is real: a chemical analysis of wines
# from one region of Italy, made by three growers. A company that makes or sells food could ask the same question about its own
# goods: *can we tell from measurements where a product comes from?*
#
# | question | answer |
# |---|---|
# | What is it? | Wine recognition dataset: 178 wines, 13 measurements each, 3 growers |
# | Who made it? | M. Forina and others, Institute of Pharmaceutical and Food Analysis and Technologies, Genoa, Italy |
# | Where does our copy come from? | UCI Machine Learning Repository (given to it by S. Aeberhard), in the copy that scikit-learn ships |
# | What is the licence? | CC-BY-4.0 at the UCI Machine Learning Repository: use it for any purpose, and name the source |
# | Does it hold personal data? | No: it describes wines, not people |
#
# Run the next three cells. *pandas* is the package for tables, *matplotlib* the one for plots. In the second cell you may
# change how many rows you see, and with the `seed` which ones: rows picked by chance tell more than the first ones, which often
# look alike.

# %% id="imports"
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.datasets import load_wine

# %% id="parameters" tags=["parameters"]
seed: int = 7  # begins all chance in this notebook: any whole number
n_rows: int = 5  # how many rows of the table to show

# %% id="load-wine"
data = load_wine(as_frame=True)
wine = data.frame.rename(columns={"target": "grower"})
wine.sample(n_rows, random_state=seed)

# %% [markdown] id="columns"
# The bold number at the left is the place of the row in the table, counted from 0. Each **row** is one wine. Each **column** is one measurement; the last column, `grower`, is the number of the grower: 0, 1 or 2.
#
# You take one column with its name in square brackets: `wine["alcohol"]`. A table knows its size, `shape`, and a column its
# average, `mean()`.

# %% id="columns-example"
print(wine.shape)
print(list(wine.columns))
print(wine["alcohol"].mean())


# %% [markdown] id="task-table-size"
# ## Task 1: how large is it? (2 points)
#
# Write the function `table_size`. It returns two numbers: how many rows and how many columns a table has, in this order. You return two
# values with a comma between them: `return first, second`.
#
# <details><summary>Hint 1</summary>
#
# The table knows its size. Which of the two numbers comes first?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `table.shape` is a pair: rows, then columns. You take one part of it by its place in square brackets, counted from 0.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return table.shape[0], …`: the second part has the place 1.
#
# </details>

# %% answer="table-size"
def table_size(table):
    """Return the number of rows and the number of columns."""
    ### BEGIN SOLUTION
    return table.shape[0], table.shape[1]
    ### END SOLUTION


# %% tests="table-size-test" points=2
import pandas as pd

small = pd.DataFrame({"bottle": [1, 2, 3], "price": [4.5, 6.0, 5.5]})
result = table_size(small)
assert result is not None, "table_size gave nothing back. Does it end with return?"
assert hasattr(result, "__len__") and len(result) == 2, f"table_size should return two numbers: rows, columns. It returned {result!r}."
assert tuple(result) == (3, 2), f"A table with 3 rows and 2 columns has the size (3, 2). Yours is {tuple(result)}."
# HINT: Rows come first, columns second.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
long = pd.DataFrame({"a": range(40), "b": range(40), "c": range(40), "d": range(40), "e": range(40)})
assert tuple(table_size(long)) == (40, 5), f"A table with 40 rows and 5 columns has the size (40, 5). Yours is {tuple(table_size(long))}."
assert tuple(table_size(pd.DataFrame({"a": [], "b": []}))) == (0, 2), "A table with two columns and no row has the size (0, 2)."
### END HIDDEN TESTS

# %% [markdown] id="missing"
# ## Missing values
#
# The wine table is complete. The tables of daily work are not: a sensor fails, somebody forgets a field. An empty place is called
# `NaN`, "not a number". Look for gaps **before** you compute anything.
#
# The next cell makes a copy and takes three values out **on purpose**. The method `isna()` then says `True` for each gap, and `sum()`
# counts them, column by column.

# %% id="missing-example"
with_gaps = wine[["alcohol", "hue", "proline"]].copy()
with_gaps.loc[[2, 40], "hue"] = float("nan")
with_gaps.loc[7, "proline"] = float("nan")

print(with_gaps.loc[[2, 7, 40]])
print("Gaps in the column hue:", with_gaps["hue"].isna().sum())


# %% [markdown] id="task-missing-per-column"
# ## Task 2: count the gaps (3 points)
#
# Write the function `missing_per_column`. It returns the number of gaps of **each** column of a table, also of those without gaps. The
# result may be a dictionary, or the kind of column that pandas gives you.
#
# <details><summary>Hint 1</summary>
#
# The example counts the gaps of one column. What changes if you take the whole table?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `isna()` works on a whole table, too. It gives a table of `True` and `False`, and `sum()` then counts each column.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return table.….…`: the two methods stand one after the other, in the order of the example, each with its brackets.
#
# </details>

# %% answer="missing-per-column"
def missing_per_column(table):
    """Return the number of missing values for each column."""
    ### BEGIN SOLUTION
    return table.isna().sum()
    ### END SOLUTION


# %% tests="missing-per-column-test" points=3
import pandas as pd

small = pd.DataFrame({"weight": [1.0, None, 3.0], "price": [4.5, 6.0, 5.5]})
result = missing_per_column(small)
assert result is not None, "missing_per_column gave nothing back. Does it end with return?"
assert hasattr(result, "items"), f"missing_per_column should return one number for each column. It returned {result!r}."
counts = {column: count for column, count in result.items()}
assert set(counts) == {"weight", "price"}, f"There should be one number for each of the columns weight and price. Yours has {sorted(map(str, counts))}."
assert counts["weight"] == 1, f"The column weight has 1 gap. You counted {counts['weight']!r}."
assert counts["price"] == 0, f"The column price has no gap. You counted {counts['price']!r}."
# HINT: isna knows what a gap is: a zero is none.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
mixed = pd.DataFrame({"name": ["a", None, None, "d"], "mass": [0.0, 1.0, None, 0.0], "full": [1, 2, 3, 4]})
counts = {column: count for column, count in missing_per_column(mixed).items()}
assert counts == {"name": 2, "mass": 1, "full": 0}, "In a table with text, with zeros and with gaps the numbers were not right. A zero is a value, not a gap; an empty text field is a gap."
### END HIDDEN TESTS

# %% [markdown]
# ## Groups
#
# Are the wines of the three growers different? `groupby` makes one group for each grower. Then you take a column and its average.

# %% id="groups-example"
wine.groupby("grower")["proline"].max()


# %% [markdown] id="task-mean-by-group"
# ## Task 3: the average of each group (3 points)
#
# Write the function `mean_by_group`. It returns the average of the column `value` for each group of the column `group`. Both are names of
# columns, as text.
#
# <details><summary>Hint 1</summary>
#
# The example takes the largest value of each group, `max`. Which method gives the average?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `group` and `value` hold the names of the columns already. So write them without quotes.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return table.groupby(group)[…].…`: in the square brackets stands the column, after them the method for the average.
#
# </details>

# %% answer="mean-by-group"
def mean_by_group(table, group, value):
    """Return the average of the column value for each group."""
    ### BEGIN SOLUTION
    return table.groupby(group)[value].mean()
    ### END SOLUTION


# %% tests="mean-by-group-test" points=3
import pandas as pd

shop = pd.DataFrame({"town": ["Riga", "Riga", "Tartu"], "sales": [10.0, 20.0, 7.0], "staff": [1, 3, 5]})
result = mean_by_group(shop, "town", "sales")
assert result is not None, "mean_by_group gave nothing back. Does it end with return?"
assert hasattr(result, "items"), f"mean_by_group should return one average for each group. It returned {result!r}."
means = {name: average for name, average in result.items()}
assert set(means) == {"Riga", "Tartu"}, f"There should be one average for Riga and one for Tartu. Yours has {sorted(map(str, means))}. Did you take one column, in square brackets?"
assert abs(means["Riga"] - 15.0) < 1e-9, f"The average of the sales in Riga is 15. Yours is {means['Riga']!r}."
# HINT: Use the parameters table, group and value, without quotes.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
means = {name: average for name, average in mean_by_group(shop, "town", "staff").items()}
assert set(means) == {"Riga", "Tartu"} and abs(means["Riga"] - 2.0) < 1e-9 and abs(means["Tartu"] - 5.0) < 1e-9, "The averages of another column were not right. Do you use the names that were given?"
lab = pd.DataFrame({"batch": [2, 1, 2, 2], "acid": [1.0, 9.0, 3.0, 11.0]})
means = {name: average for name, average in mean_by_group(lab, "batch", "acid").items()}
assert set(means) == {1, 2} and abs(means[1] - 9.0) < 1e-9 and abs(means[2] - 5.0) < 1e-9, "The averages of another table were not right. Do you use the table that was given?"
### END HIDDEN TESTS

# %% [markdown]
# ## Units
#
# A number without its unit is half a number. The description of this dataset does **not** name the units. So we do not know them; we can
# only assume, and must say so. The values of `alcohol` lie between 11 and 15. That looks like *percent by volume*, as on the label of a
# bottle: 12 percent by volume means 12 ml of alcohol in 100 ml of wine. **We assume this here.** For your own data, ask the person who
# measured it.

# %% [markdown] id="task-pure-alcohol"
# ## Task 4: from percent to millilitres (2 points)
#
# Write the function `pure_alcohol_ml`. It returns how many millilitres of alcohol a bottle holds, for a strength in percent by volume and
# the size of the bottle in millilitres. A bottle of 750 ml with 12 percent holds 90 ml.
#
# <details><summary>Hint 1</summary>
#
# *Percent* means: of one hundred. How much of each millilitre is alcohol?
#
# </details>
# <details><summary>Hint 2</summary>
#
# First make a share of the percent: divide by 100. Then multiply by the size of the bottle.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `return percent / … * …`. Try it on paper with 12 percent and 750 ml: it has to give 90.
#
# </details>

# %% answer="pure-alcohol"
def pure_alcohol_ml(percent, bottle_ml):
    """Return the millilitres of alcohol in a bottle."""
    ### BEGIN SOLUTION
    return percent / 100 * bottle_ml
    ### END SOLUTION


# %% tests="pure-alcohol-test" points=2
result = pure_alcohol_ml(12, 750)
assert result is not None, "pure_alcohol_ml gave nothing back. Does it end with return?"
assert isinstance(result, (int, float)), f"pure_alcohol_ml should return one number. It returned {result!r}."
assert abs(result - 90) < 0.01, f"A bottle of 750 ml with 12 percent holds 90 ml. Yours is {result!r}. Percent means: of one hundred."
# HINT: 12 percent are 12 of 100, so divide by 100.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert abs(pure_alcohol_ml(10, 375) - 37.5) < 0.01, f"A bottle of 375 ml with 10 percent holds 37.5 ml. Yours is {pure_alcohol_ml(10, 375)!r}."
assert abs(pure_alcohol_ml(13.6, 1000) - 136) < 0.01, f"A bottle of 1000 ml with 13.6 percent holds 136 ml. Yours is {pure_alcohol_ml(13.6, 1000)!r}."
### END HIDDEN TESTS

# %% [markdown] id="plots"
# ## A plot for everybody
#
# A good plot names both axes with their units, has a title, and does not rely on colour alone. And since some people cannot see it, one
# sentence below says what there is to see. Run the example.

# %% id="plots-example"
fig, ax = plt.subplots()
ax.hist(wine["alcohol"], bins=12, color="steelblue", edgecolor="black")
ax.set_xlabel("Alcohol (percent by volume, assumed)")
ax.set_ylabel("Number of wines")
ax.set_title("Strength of 178 wines");


# %% [markdown] id="plots-example-in-words"
# *In words:* a bar chart of the alcohol of 178 wines. All values lie between 11 and 15 percent; most wines have between 12 and 14
# percent.

# %% [markdown] id="task-plot-colour"
# ## Task 5: alcohol and colour (4 points)
#
# Do wines with more alcohol have a deeper colour? Write the function `plot_colour`. It draws one point for each row of the table:
# `alcohol` to the right, `color_intensity` upwards. It gives the plot
#
# - a name for each axis: the one to the right with the word *alcohol*, the one upwards with the word *intensity*,
# - a title.
#
# It returns the drawing, `ax`. Begin with `fig, ax = plt.subplots()`, as in the example. `ax.scatter(first_column, second_column)` draws
# points. For the unit of the colour you may write *unit not stated*.
#
# <details><summary>Hint 1</summary>
#
# Take the example of the bars and change it step by step: first the points, then the words, then the `return`.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `ax.scatter` gets two columns of `table`, the one to the right first. The three lines with `set_` name the axes and the
# plot.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `ax.scatter(table["alcohol"], …)`, then `ax.set_xlabel(…)`, `ax.set_ylabel(…)` and `ax.set_title(…)`. Both axes are named
# with words in quotes, and the last line gives `ax` back.
#
# </details>

# %% answer="plot-colour"
def plot_colour(table):
    """Draw the colour intensity against the alcohol, and return the drawing."""
    ### BEGIN SOLUTION
    figure, ax = plt.subplots()
    ax.scatter(table["alcohol"], table["color_intensity"])
    ax.set_xlabel("Alcohol (percent by volume, as we assume)")
    ax.set_ylabel("Colour intensity (unit not stated)")
    ax.set_title("Stronger wines tend to have a deeper colour")
    return ax
    ### END SOLUTION


# %% tests="plot-colour-test-points" points=2
import matplotlib.pyplot as plt
import pandas as pd

three_wines = pd.DataFrame({"alcohol": [11.0, 12.5, 14.0], "color_intensity": [2.0, 6.5, 4.0], "hue": [1.0, 1.1, 0.9]})
ax = plot_colour(three_wines)
assert ax is not None, "plot_colour gave nothing back. Does it end with return ax?"
assert hasattr(ax, "get_xlabel"), f"plot_colour should return the drawing ax. It returned {ax!r}."
points = [tuple(point) for group in ax.collections for point in group.get_offsets()]
points += [point for line in ax.lines for point in zip(line.get_xdata(), line.get_ydata())]
assert len(points) == 3, f"A table with three rows should give three points. Yours has {len(points)}. Do you draw the table that was given?"
points = sorted((round(float(x), 6), round(float(y), 6)) for x, y in points)
assert points != [(2.0, 11.0), (4.0, 14.0), (6.5, 12.5)], "The two columns are the wrong way round: alcohol goes to the right (first)."
plt.close("all")
# HINT: Draw table[...] and not wine[...]: the function gets the table.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert points == [(11.0, 2.0), (12.5, 6.5), (14.0, 4.0)], f"The points should show alcohol and color_intensity. Yours are {points}."
### END HIDDEN TESTS

# %% tests="plot-colour-test-words" points=2
import matplotlib.pyplot as plt
import pandas as pd

ax = plot_colour(pd.DataFrame({"alcohol": [11.0, 12.5], "color_intensity": [2.0, 6.5], "hue": [1.0, 1.1]}))
assert hasattr(ax, "get_xlabel"), f"plot_colour should return the drawing ax. It returned {ax!r}."
assert ax.get_xlabel(), "The axis to the right has no name. Use ax.set_xlabel."
assert ax.get_ylabel(), "The axis upwards has no name. Use ax.set_ylabel."
plt.close("all")
# HINT: The axis to the right is x, the one upwards is y; both need a name, and the plot needs a title.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert "alcohol" in ax.get_xlabel().lower(), f"The name of the axis to the right should hold the word alcohol. Yours is {ax.get_xlabel()!r}."
assert "intensity" in ax.get_ylabel().lower(), f"The name of the axis upwards should hold the word intensity. Yours is {ax.get_ylabel()!r}."
titles = [ax.get_title(place) for place in ("left", "center", "right")] + [ax.get_figure().get_suptitle()]
assert any(title.strip() for title in titles), "The plot has no title. Use ax.set_title."
### END HIDDEN TESTS

# %% [markdown] id="your-plot"
# To see your plot with all wines, make a new cell here (press B), write `plot_colour(wine)` and run it. Most points lie in a cloud that rises
# from the lower left to the upper right, with wide spread.

# %% [markdown] id="task-alt-text"
# ## Task 6: say it in words (2 points)
#
# Write the text `alt_text` for somebody who cannot see your plot: what is on the axes, and what one sees. Rules:
#
# - 40 to 300 characters, on one line, in quotes,
# - it names both measurements: *alcohol* and *colour* (or *color*),
# - it does not begin with "image" or "picture": a screen reader already says that it is one.
#
# <details><summary>Hint 1</summary>
#
# Look at your plot with all wines, and tell somebody on the phone what you see.
#
# </details>
# <details><summary>Hint 2</summary>
#
# One half of the sentence says what a point is and what the axes are; the other half what happens to the colour when there
# is more alcohol.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A frame to fill in: `alt_text = "Each point is a wine. Where the alcohol is higher, the … is often …"`.
#
# </details>

# %% answer="alt-text"
### BEGIN SOLUTION
alt_text = "One point for each of 178 wines: wines with more alcohol tend to have a higher colour intensity, with wide spread."
### END SOLUTION

# %% tests="alt-text-test" points=2
assert isinstance(alt_text, str), f"alt_text should be text, in quotes. Yours is {alt_text!r}."
length = len(alt_text.strip())
assert 40 <= length <= 300, f"alt_text should have 40 to 300 characters. Yours has {length}."
# HINT: Say what the axes are and what one sees. Leave out that it is a picture.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
words = alt_text.lower()
assert "alcohol" in words, "alt_text should name the alcohol."
assert "colour" in words or "color" in words, "alt_text should name the colour."
assert not words.strip().startswith(("image", "an image", "the image", "picture", "a picture", "the picture")), "alt_text should not begin with image or picture: a screen reader says that already."
### END HIDDEN TESTS

# %% [markdown] id="task-data-card"
# ## Task 7: a card for the data (2 points)
#
# Before you use data, write down what you know about it. Make the dictionary `data_card` with these four names. You find the answers at the
# top of this notebook:
#
# - `"rows"`: the number of wines,
# - `"source"`: the place from which the copy comes, as text,
# - `"licence"`: the short name of the licence, as text,
# - `"personal_data"`: `True` or `False`.
#
# <details><summary>Hint 1</summary>
#
# All four answers stand in the table at the top of this notebook.
#
# </details>
# <details><summary>Hint 2</summary>
#
# A dictionary stands in curly brackets, with a colon between name and value: `{"one": 1, "two": 2}`. Text needs quotes; a
# number, `True` and `False` need none.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `data_card = {"rows": …, "source": "…", "licence": "…", "personal_data": …}`. Wines are not people.
#
# </details>

# %% answer="data-card"
### BEGIN SOLUTION
data_card = {
    "rows": 178,
    "source": "UCI Machine Learning Repository",
    "licence": "CC-BY-4.0",
    "personal_data": False,
}
### END SOLUTION

# %% tests="data-card-test" points=2
assert isinstance(data_card, dict), f"data_card should be a dictionary, in curly brackets. Yours is {data_card!r}."
for name in ("rows", "source", "licence", "personal_data"):
    assert name in data_card, f"data_card has no entry {name!r}."
assert data_card["personal_data"] is True or data_card["personal_data"] is False, "personal_data should be True or False, without quotes."
# HINT: The table at the top of the notebook has all four answers.
# More tests run when you submit.
### BEGIN HIDDEN TESTS
assert data_card["rows"] == 178, f"The number of wines is not right. Yours is {data_card['rows']!r}."
source = str(data_card["source"]).lower()
assert "uci" in source or "scikit" in source or "sklearn" in source, f"source should name the UCI Machine Learning Repository. Yours is {data_card['source']!r}."
licence = "".join(letter for letter in str(data_card["licence"]).lower() if letter.isalnum())
assert "ccby4" in licence or "creativecommonsattribution4" in licence, f"The licence is CC-BY-4.0. Yours is {data_card['licence']!r}."
assert data_card["personal_data"] is False, "The table describes wines, not people: it holds no personal data."
### END HIDDEN TESTS

# %% [markdown] id="finder-about"
# ## A dataset of your own
#
# The *finder* searches the datasets that the catalogue of your hub knows. Run the next cell, type what your company could use, such as
# *weather* or *traffic*, and open a title. Can you fill in the card of task 7 for it? The number of rows is often missing. Licence and
# source must not be: without them you do not know whether you may use the data. If nothing at all is shown, your hub's catalogue has no
# datasets yet.
#
# *Use this dataset* puts code that loads it into a new cell. Read the code first; it never runs by itself. Your answers are marked
# without a network, so delete that cell before you submit.
#
# On your own computer, or while your answers are being marked, there is no catalogue. The cell then says so, and that costs nothing.

# %% id="finder"
from officina_widgets import DatasetFinder

DatasetFinder()

# %% [markdown] id="key-points"
# ## Key points
#
# - Before you compute anything: how many rows and columns, which gaps, which units?
# - A zero is a value, a gap is none. Do not fill gaps without telling.
# - An average of groups tells more than one of everything.
# - A plot needs named axes, a title, and one sentence for those who do not see it.
# - No source and no licence: do not use it. Personal data: ask first.

# %% [markdown] id="what-next"
# ## What next?
#
# You have looked at a dataset as a careful person does: its size, gaps, groups, units, a plot with words, source and licence.
#
# 1. Save your work (Ctrl+S, or Command+S on a Mac).
# 2. Submit this exercise. A few seconds later you see your points.
# 3. Open exercise 4, *A first model, and what a GPU session costs*. It uses the same wines.
