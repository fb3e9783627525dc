// One record. `desk` is the finder or the single card around it.

import { button, make, marked, patch } from './nodes.js';

export class Card {
  constructor(desk, { id }) {
    this._desk = desk;
    this.id = id;
    this.node = make('li', 'officina-card');
    this.check = make('input', '', '', { type: 'checkbox' });
    this.check.addEventListener('change', () => desk.select(id, this.check.checked));
    this.title = button('officina-card-title', '', () => (this.isOpen ? this.close() : this.open()));
    const heading = make('h2');
    heading.append(this.title);
    const head = make('div', 'officina-card-head');
    head.append(...(desk.hasChecks ? [this.check] : []), heading);
    this._by = make('p', 'officina-card-by');
    this._badges = make('ul', 'officina-badges');
    this._snippet = make('p', 'officina-card-snippet');
    this._more = make('div', 'officina-card-more');
    this.node.append(head, this._by, this._snippet, this._badges, this._more);
    this.close();
  }

  update(card) {
    const { words } = this._desk;
    marked(this.title, card.title);
    marked(this._snippet, card.snippet);
    this.check.setAttribute('aria-label', words.say('select', card.title.text));
    this._by.textContent = [card.by, card.modified && words.day(card.modified)].filter(Boolean).join(' · ');
    patch(this._badges, card.badges, {
      key: badge => `${badge.name}:${badge.value}`,
      build: badge => make('li', `officina-badge officina-is-${badge.name}`),
      update: (node, badge) => (node.textContent = words.value(badge.name, badge.value)),
    });
  }

  open() {
    this._setOpen(true);
    if (!this._more.hasChildNodes()) {
      this._desk.open(this.id);
    }
  }

  close() {
    this._setOpen(false);
  }

  _setOpen(isOpen) {
    this.isOpen = isOpen;
    this.title.setAttribute('aria-expanded', String(isOpen));
    this._more.hidden = !isOpen;
  }

  show(details) {
    const { words } = this._desk;
    const facts = make('dl', 'officina-facts');
    for (const { name, value } of details.facts) {
      facts.append(make('dt', '', words.field(name)), make('dd', '', value));
    }
    const signed = details.signed_by ? [words.say('signed', details.signed_by)] : [];
    const source = words.say('source', details.source, words.day(details.retrieved_at));
    const told = [[source, ...signed].join(', '), words.say('quality', details.quality)];
    if (details.gaps.length > 0) {
      told.push(words.say('gaps', details.gaps.map(gap => words.gap(gap)).join(', ')));
    }
    const text = make('p', 'officina-description', details.description, { tabindex: '0' });
    const notes = told.map(one => make('p', 'officina-note', one));
    this._more.replaceChildren(text, facts, ...notes, this._actions(details), ...this._texts(details));
  }

  _actions(details) {
    const { words } = this._desk;
    const row = make('div', 'officina-actions');
    if (details.code) {
      row.append(button('officina-main', words.say('use'), () => this._use(details.code)));
    }
    row.append(button('', words.say('copy.citation'), () => this._copy(details.citation, 'citation')));
    if (/^\/(?!\/)/.test(details.request ?? '')) {
      row.append(make('a', '', words.say('link.request'), { href: details.request, target: '_blank', rel: 'noopener' }));
    }
    for (const { name, address } of details.links) {
      if (/^https?:/i.test(address)) {
        const options = { href: address, target: '_blank', rel: 'noopener noreferrer' };
        row.append(make('a', '', words.say(`link.${name}`), options));
      }
    }
    return row;
  }

  _texts(details) {
    const texts = { code: details.code, citation: details.citation };
    return Object.entries(texts).filter(([, text]) => text).map(([name, text]) => {
      const node = make('details', `officina-text officina-text-${name}`);
      const shown = make('pre', '', text, { tabindex: '0' });
      node.append(make('summary', '', this._desk.words.say(name)), shown);
      return node;
    });
  }

  // JupyterLab's part of Officina answers this event by taking the code; elsewhere nobody does.
  async _use(code) {
    const detail = { code };
    const isFree = this.node.dispatchEvent(
      new CustomEvent('officina-insert-code', { bubbles: true, cancelable: true, detail })
    );
    if (isFree) {
      await this._copy(code, 'code');
    } else {
      this._desk.tell(this._desk.words.say('inserted'));
    }
  }

  async _copy(text, name) {
    try {
      await navigator.clipboard.writeText(text);
      this._desk.tell(this._desk.words.say('copied'));
    } catch {
      this._more.querySelector(`.officina-text-${name}`).open = true;
      this._desk.tell(this._desk.words.say('not_copied'));
    }
  }
}
