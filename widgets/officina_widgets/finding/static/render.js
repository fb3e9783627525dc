// What anywidget calls: the finder, or one card by itself.

import { Card } from './card.js';
import { Finder } from './finder.js';
import { make } from './nodes.js';
import { Way } from './way.js';
import { Words } from './words.js';

class SingleCard {
  constructor(model, el) {
    this.words = new Words(model);
    this.hasChecks = false;
    this._way = new Way(model, message => this._hear(message));
    this._told = make('p', 'officina-told', '', { role: 'status' });
    const list = make('ul', 'officina-cards', '', { role: 'list' });
    const root = make('section', 'officina-finder officina-single');
    root.lang = this.words.language;
    const card = model.get('_card');
    this._card = new Card(this, card);
    this._card.update(card);
    list.append(this._card.node);
    root.append(list, this._told);
    el.replaceChildren(root);
    this._card.open();
  }

  close() {
    this._way.close();
  }

  open(id) {
    this._way.open(id, this.words.languages);
  }

  tell(text) {
    this._told.textContent = text;
  }

  _hear(message) {
    if (message.type === 'record') {
      this._card.show(message.details);
    } else {
      this.tell(message.sentence ?? this.words.say('silent'));
    }
  }
}

function render({ model, el }) {
  const Kind = model.get('_shows') === 'record' ? SingleCard : Finder;
  const view = new Kind(model, el);
  return () => view.close();
}

export default { render };
