"""Right answers to two exercises, each written another way, as people do who work alone.

``SHORT`` is one function of a few lines; ``LONG`` has five tasks, and whoever solves them chooses a
way for each.
"""

from __future__ import annotations

SHORT_GIVEN = '''def most_common(text, n):
    """Return the n most common words of a text, the most common first."""
    # YOUR CODE HERE
    raise NotImplementedError()
'''

SHORT = (
    "from collections import Counter\n"
    "words = Counter(text.lower().split())\n"
    "return [word for word, _ in words.most_common(n)]",
    "counts = {}\n"
    "for word in text.lower().split():\n"
    "    counts[word] = counts.get(word, 0) + 1\n"
    "return sorted(counts, key=counts.get, reverse=True)[:n]",
    "counts = {}\n"
    "for w in text.lower().split():\n"
    "    if w in counts:\n"
    "        counts[w] += 1\n"
    "    else:\n"
    "        counts[w] = 1\n"
    "return sorted(counts, key=lambda w: -counts[w])[:n]",
    "words = text.lower().split()\n"
    "unique = list(set(words))\n"
    "unique.sort(key=words.count, reverse=True)\n"
    "return unique[:n]",
    "from collections import defaultdict\n"
    "d = defaultdict(int)\n"
    "for w in text.lower().split():\n"
    "    d[w] += 1\n"
    "pairs = sorted(d.items(), key=lambda p: p[1], reverse=True)\n"
    "return [p[0] for p in pairs[:n]]",
    "words = text.lower().split()\n"
    "result = []\n"
    "while words and len(result) < n:\n"
    "    best = max(words, key=words.count)\n"
    "    result.append(best)\n"
    "    words = [w for w in words if w != best]\n"
    "return result",
    "import collections\n"
    "c = collections.Counter()\n"
    "for word in text.split():\n"
    "    c[word.lower()] += 1\n"
    "return list(dict(c.most_common(n)))",
    "import pandas as pd\nreturn list(pd.Series(text.lower().split()).value_counts().index[:n])",
)

LONG_GIVEN = {
    "read": 'def read(path):\n    """Rows of a CSV file as dictionaries."""',
    "clean": 'def clean(rows):\n    """Rows whose amount is a positive number, as floats."""',
    "total": 'def total(rows):\n    """The sum of the amounts for each region."""',
    "best": 'def best(rows, n):\n    """The n regions with the highest sums."""',
    "report": 'def report(rows):\n    """A text with one line for each region and its share."""',
}

LONG = {
    "read": (
        "import csv\nwith open(path) as file:\n    return list(csv.DictReader(file))",
        "rows = []\nwith open(path, encoding='utf-8') as f:\n    names = f.readline().strip()\n"
        "    for line in f:\n        values = line.strip().split(',')\n"
        "        rows.append(dict(zip(names.split(','), values)))\nreturn rows",
        "import pandas as pd\nframe = pd.read_csv(path, dtype=str)\n"
        "return frame.to_dict(orient='records')",
        "from pathlib import Path\nlines = Path(path).read_text().splitlines()\n"
        "head = lines[0].split(',')\nreturn [\n    {k: v for k, v in zip(head, line.split(','))}\n"
        "    for line in lines[1:]\n]",
        "import csv\nfile = open(path, newline='')\nreader = csv.reader(file)\n"
        "head = next(reader)\nout = []\nfor row in reader:\n    entry = {}\n"
        "    for i in range(len(head)):\n        entry[head[i]] = row[i]\n    out.append(entry)\n"
        "file.close()\nreturn out",
    ),
    "clean": (
        "good = []\nfor row in rows:\n    try:\n        amount = float(row['amount'])\n"
        "    except ValueError:\n        continue\n    if amount > 0:\n"
        "        good.append({**row, 'amount': amount})\nreturn good",
        "def number(text):\n    try:\n        return float(text)\n"
        "    except (TypeError, ValueError):\n        return -1.0\n"
        "return [\n    dict(r, amount=number(r['amount'])) for r in rows\n"
        "    if number(r['amount']) > 0\n]",
        "out = []\nfor r in rows:\n    text = r['amount'].replace('.', '', 1)\n"
        "    if text.isdigit() and float(r['amount']) > 0:\n        copy = r.copy()\n"
        "        copy['amount'] = float(copy['amount'])\n        out.append(copy)\nreturn out",
        "import pandas as pd\nframe = pd.DataFrame(rows)\n"
        "frame['amount'] = pd.to_numeric(frame['amount'], errors='coerce')\n"
        "frame = frame.dropna(subset=['amount'])\n"
        "return frame[frame['amount'] > 0].to_dict('records')",
        "import re\npattern = re.compile(r'[0-9]+([.][0-9]+)?')\n"
        "matching = filter(lambda r: pattern.fullmatch(r['amount'].strip()), rows)\n"
        "result = []\nfor each in matching:\n    value = float(each.pop('amount'))\n"
        "    if not value:\n        continue\n    each['amount'] = value\n"
        "    result += [each]\nreturn result",
    ),
    "total": (
        "sums = {}\nfor row in rows:\n"
        "    sums[row['region']] = sums.get(row['region'], 0) + row['amount']\nreturn sums",
        "from collections import defaultdict\nsums = defaultdict(float)\nfor row in rows:\n"
        "    sums[row['region']] += row['amount']\nreturn dict(sums)",
        "regions = {row['region'] for row in rows}\nreturn {\n"
        "    region: sum(r['amount'] for r in rows if r['region'] == region)\n"
        "    for region in regions\n}",
        "from itertools import groupby\nordered = sorted(rows, key=lambda r: r['region'])\n"
        "found = {}\nfor region, group in groupby(ordered, key=lambda r: r['region']):\n"
        "    found[region] = sum(each['amount'] for each in group)\nreturn found",
        "import pandas as pd\n"
        "return pd.DataFrame(rows).groupby('region')['amount'].sum().to_dict()",
    ),
    "best": (
        "sums = total(rows)\nreturn sorted(sums, key=sums.get, reverse=True)[:n]",
        "import heapq\nsums = total(rows)\nreturn heapq.nlargest(n, sums, key=lambda k: sums[k])",
        "pairs = list(total(rows).items())\npairs.sort(key=lambda pair: pair[1])\n"
        "pairs.reverse()\nreturn [name for name, _ in pairs][:n]",
        "left = dict(total(rows))\nwinners = []\nfor _ in range(min(n, len(left))):\n"
        "    top = max(left, key=left.get)\n    winners.append(top)\n    del left[top]\n"
        "return winners",
        "from collections import Counter\n"
        "return [region for region, _ in Counter(total(rows)).most_common(n)]",
    ),
    "report": (
        "sums = total(rows)\nwhole = sum(sums.values())\nlines = []\n"
        "for region in sorted(sums):\n    share = 100 * sums[region] / whole\n"
        "    lines.append(f'{region}: {share:.1f} %')\nreturn '\\n'.join(lines)",
        "sums = total(rows)\nwhole = sum(r['amount'] for r in rows)\ntext = ''\n"
        "for name, value in sorted(sums.items()):\n"
        "    text += name + ': ' + str(round(value / whole * 100, 1)) + ' %\\n'\n"
        "return text.rstrip()",
        "per_region = total(rows)\neverything = sum(per_region.values()) or 1\n"
        "return '\\n'.join(\n    '{}: {:.1%}'.format(key, per_region[key] / everything)\n"
        "    for key in sorted(per_region)\n)",
        "import io\nout = io.StringIO()\nsums = total(rows)\n"
        "for region in sorted(sums, key=str.lower):\n"
        "    part = sums[region] / sum(sums.values())\n"
        "    print(region, format(part, '.1%'), sep=': ', file=out)\n"
        "return out.getvalue().strip()",
        "found = []\nsums = total(rows)\nwhole = 0\nfor key in sums:\n"
        "    whole = whole + sums[key]\nfor key, value in sums.items():\n"
        "    found.append('%s: %.1f %%' % (key, 100 * value / whole))\n"
        "found.sort()\nreturn '\\n'.join(found)",
    ),
}
