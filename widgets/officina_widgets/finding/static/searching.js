// Search in the records that an exported page carries: all words, the last one as a prefix, AND across
// facets and OR within one, and counts that leave out the facet's own choice, as Python's search does.
// Words that nothing has together are left out and told as there; none is mended.

export function fold(text) {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

export class Records {
  constructor(records) {
    this._records = records.map(record => {
      const title = ` ${fold(record.card.title.text)} `;
      return { ...record, title, text: `${title}${fold(record.text)} ` };
    });
  }

  find({ q, facets, all_of: allOf, sort, limit }) {
    const words = wordsOf(q);
    const fitting = this._fitting(words);
    const wanted = fitting.map(({ part }) => part);
    const leftOut = words.filter(word => !fitting.includes(word));
    const chosen = Object.entries(facets);
    const counts = {};
    const found = [];
    const isOnlySigns = words.length === 0 && q.trim() !== ''; // finds nothing, and not everything
    for (const record of isOnlySigns ? [] : this._records) {
      if (!wanted.every(word => record.text.includes(word))) {
        continue;
      }
      const against = chosen.filter(([name, values]) => !fits(record, name, values, allOf.includes(name)));
      if (against.length === 0) {
        found.push({ record, rank: wanted.filter(word => record.title.includes(word)).length });
      }
      if (against.length < 2) {
        count(counts, record, against[0]?.[0]);
      }
    }
    const isRanked = sort === 'relevance' && wanted.length > 0;
    found.sort((one, other) => (isRanked && other.rank - one.rank) || ORDERS[sort](one.record, other.record));
    const cards = found.slice(0, limit).map(({ record }) => record.card);
    return {
      total: found.length,
      cards,
      others: [],
      facets: ordered(counts),
      shown_for: leftOut.length > 0 ? fitting.map(({ typed }) => typed).join(' ') : null,
      without: leftOut.map(({ typed }) => typed),
    };
  }

  // Those that some record has all of, the rarest first, for they tell most; all where none has any.
  _fitting(words) {
    if (this._count(words) > 0) {
      return words;
    }
    const known = words.map(word => ({ word, often: this._count([word]) })).filter(({ often }) => often > 0);
    known.sort((one, other) => one.often - other.often);
    const kept = new Set();
    for (const { word } of known) {
      if (this._count([...kept, word]) > 0) {
        kept.add(word);
      }
    }
    return kept.size > 0 ? words.filter(word => kept.has(word)) : words;
  }

  _count(words) {
    return this._records.filter(({ text }) => words.every(({ part }) => text.includes(part))).length;
  }

  details(id) {
    return this._records.find(({ card }) => card.id === id).details;
  }
}

// Each word as it was typed, and the part of a record's text that it asks for.
function wordsOf(q) {
  const typed = (q.normalize('NFKC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).filter(fold);
  return typed.map((word, place) => ({
    typed: word,
    part: ` ${fold(word)}${place < typed.length - 1 ? ' ' : ''}`,
  }));
}

const byTitle = (one, other) => one.card.title.text.localeCompare(other.card.title.text);
const byDay = (one, other) => other.card.modified.localeCompare(one.card.modified);
const ORDERS = { relevance: byDay, newest: byDay, title: byTitle };

function fits(record, name, values, isAllOf) {
  const has = value => (record.facets[name] ?? []).includes(value);
  return isAllOf ? values.every(has) : values.some(has);
}

// A record that only one facet speaks against counts for the values of that facet alone.
function count(counts, record, only) {
  for (const [name, values] of Object.entries(record.facets)) {
    if (only === undefined || only === name) {
      counts[name] ??= new Map();
      values.forEach(value => counts[name].set(value, (counts[name].get(value) ?? 0) + 1));
    }
  }
}

function ordered(counts) {
  const lists = Object.entries(counts).map(([name, values]) => [
    name,
    [...values].map(([value, count]) => ({ value, count })).sort((one, other) => other.count - one.count),
  ]);
  return Object.fromEntries(lists);
}
