// The facets: by what one narrows what is found, each with the number of what it would leave.

import { button, make, patch } from './nodes.js';

const FEW = 6;
const OPEN = 3;

export class Facets {
  constructor(desk, node) {
    this._desk = desk;
    this._node = node;
    this._wide = new Set();
  }

  show(facets, chosen, allOf) {
    const shown = Object.entries(facets)
      .map(([name, counts]) => ({ name, values: withChosen(counts, chosen[name] ?? []) }))
      .filter(({ values }) => values.length > 0);
    this._again = () => this.show(facets, chosen, allOf);
    patch(this._node, shown, {
      key: ({ name }) => name,
      build: ({ name }) => this._frame(name),
      update: (node, { name, values }, place) => {
        const number = (chosen[name] ?? []).length;
        node.firstChild.textContent = this._desk.words.say(`facet.${name}`) + (number ? ` (${number})` : '');
        node.open ||= node.dataset.isNew === 'yes' && (place < OPEN || number > 0);
        node.dataset.isNew = 'no';
        this._values(node.children[1], name, values, chosen[name] ?? []);
        this._ends(node.children[2], name, values.length, number > 1, allOf.includes(name));
      },
    });
  }

  _frame(name) {
    const node = make('details', 'officina-facet');
    node.dataset.isNew = 'yes';
    const values = make('ul', '', '', { 'aria-label': this._desk.words.say(`facet.${name}`) });
    node.append(make('summary'), values, make('div'));
    return node;
  }

  _values(list, name, values, chosen) {
    const { words } = this._desk;
    const few = values.filter(({ value }, place) => place < FEW || chosen.includes(value));
    patch(list, this._wide.has(name) ? values : few, {
      key: ({ value }) => value,
      build: ({ value }) => {
        const box = make('input', '', '', { type: 'checkbox' });
        box.addEventListener('change', () => this._desk.choose(name, value, box.checked));
        const label = make('label');
        label.append(box, make('span', '', words.value(name, value)), make('span', 'officina-number'));
        const item = make('li');
        item.append(label);
        return item;
      },
      update: (node, { value, count }) => {
        const [box, , number] = node.firstChild.children;
        box.checked = chosen.includes(value);
        number.textContent = count.toLocaleString(words.language);
      },
    });
  }

  _ends(place, name, number, canMatchAll, isAllOf) {
    const { words } = this._desk;
    const parts = [number > FEW && 'more', canMatchAll && 'all'].filter(Boolean);
    patch(place, parts, {
      key: part => part,
      build: part => (part === 'more' ? this._widen(name) : this._matchAll(name)),
      update: (node, part) => {
        if (part === 'more') {
          const isWide = this._wide.has(name);
          node.textContent = isWide ? words.say('fewer_values') : words.say('more_values', number);
          node.setAttribute('aria-expanded', String(isWide));
        } else {
          node.firstChild.checked = isAllOf;
        }
      },
    });
  }

  _widen(name) {
    return button('officina-quiet', '', () => {
      if (!this._wide.delete(name)) {
        this._wide.add(name);
      }
      this._again();
    });
  }

  _matchAll(name) {
    const box = make('input', '', '', { type: 'checkbox' });
    box.addEventListener('change', () => this._desk.matchAll(name, box.checked));
    const label = make('label', 'officina-all-of');
    label.append(box, make('span', '', this._desk.words.say('all_of')));
    return label;
  }
}

// What was chosen stays to be seen, also where nothing has it any more.
function withChosen(counts, chosen) {
  const there = new Set(counts.map(({ value }) => value));
  const gone = chosen.filter(value => !there.has(value));
  return [...counts, ...gone.map(value => ({ value, count: 0 }))];
}
