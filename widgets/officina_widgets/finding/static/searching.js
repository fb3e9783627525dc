// Search in the records that an exported page carries: all words, the last one as a prefix, AND across
// facets and OR within one, and counts that leave out the facet's own choice, as Python's search does.

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
    const words = fold(q).split(' ').filter(Boolean);
    const wanted = words.map((word, place) => ` ${word}${place < words.length - 1 ? ' ' : ''}`);
    const chosen = Object.entries(facets);
    const counts = {};
    const found = [];
    for (const record of this._records) {
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
    const isRanked = sort === 'relevance' && words.length > 0;
    found.sort((one, other) => (isRanked && other.rank - one.rank) || ORDERS[sort](one.record, other.record));
    const cards = found.slice(0, limit).map(({ record }) => record.card);
    return { total: found.length, cards, others: [], facets: ordered(counts), shown_for: null, without: [] };
  }

  details(id) {
    return this._records.find(({ card }) => card.id === id).details;
  }
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
