// A list of cards of which one takes part in the order of Tab; arrows go to the others.

import { Card } from './card.js';
import { make, patch } from './nodes.js';

const HEADING = { id: '' }; // no record has that id

export class Cards {
  constructor(desk, node) {
    this._desk = desk;
    this._node = node;
    this._byId = new Map();
    this._active = '';
    this._heading = make('li', 'officina-others');
    this._heading.append(make('h2', '', desk.words.say('others')));
  }

  // What was found, and below a heading of their own `others` that are near in meaning.
  show(cards, others = []) {
    const before = this._byId;
    const all = [...cards, ...others];
    this._byId = new Map(all.map(({ id }) => [id, before.get(id) ?? new Card(this._desk, { id })]));
    patch(this._node, others.length > 0 ? [...cards, HEADING, ...others] : cards, {
      key: ({ id }) => id,
      build: ({ id }) => this._byId.get(id)?.node ?? this._heading,
      update: (_, card) => this._byId.get(card.id)?.update(card),
    });
    this._activate(this._byId.has(this._active) ? this._active : all[0]?.id);
  }

  card(id) {
    return this._byId.get(id);
  }

  check(ids) {
    this._byId.forEach((card, id) => (card.check.checked = ids.includes(id)));
  }

  // The card that holds this node, if one does.
  around(node) {
    return this._byId.get(node.closest?.('.officina-card')?.dataset.key);
  }

  // Goes so many cards on from the one with the focus; false where there is none there.
  go(from, steps) {
    const cards = [...this._byId.values()];
    const place = from ? cards.indexOf(from) + steps : steps - 1;
    const next = cards[Math.min(place, cards.length - 1)];
    if (!next || place < 0) {
      return false;
    }
    this._activate(next.id);
    next.title.focus();
    next.node.scrollIntoView({ block: 'nearest' });
    return true;
  }

  _activate(id) {
    this._active = id ?? '';
    this._byId.forEach(card => {
      card.title.tabIndex = card.check.tabIndex = card.id === this._active ? 0 : -1;
    });
  }
}
