// The finder: a search box, facets and cards, driven by mouse or by keyboard alone.

import { Again } from './again.js';
import { Cards } from './cards.js';
import { Facets } from './facets.js';
import { button, keepingFocus, make, patch } from './nodes.js';
import { Way } from './way.js';
import { Words } from './words.js';

const PAGE = 20;
const ROOMY = 640; // pixels, as in the style sheet
const MOST = 100;
const LONGEST = 500; // characters of a query
const ASKED_BY = ['query', 'facets', 'all_of', 'sort'];
const SORTS = ['relevance', 'newest', 'title'];

export class Finder {
  constructor(model, el) {
    this._model = model;
    this.words = new Words(model);
    this.hasChecks = true;
    this._limit = PAGE;
    this._way = new Way(model, message => this._hear(message));
    this._later = new Again(() => this._ask());
    this._build(el, model.get('_kind').name);
    this._changed = () => this._ask();
    this._checked = () => this._showChosen();
    ASKED_BY.forEach(name => model.on(`change:${name}`, this._changed));
    model.on('change:_selected', this._checked);
    this._ask();
  }

  close() {
    ASKED_BY.forEach(name => this._model.off(`change:${name}`, this._changed));
    this._model.off('change:_selected', this._checked);
    this._way.close();
    this._later.close();
  }

  // What cards and facets ask for

  select(id, isChosen) {
    const others = this._model.get('_selected').filter(one => one !== id);
    this._set('_selected', isChosen ? [...others, id] : others);
  }

  open(id) {
    this._way.open(id, this.words.languages);
  }

  choose(facet, value, isChosen) {
    const facets = { ...this._model.get('facets') };
    const others = (facets[facet] ?? []).filter(one => one !== value);
    facets[facet] = isChosen ? [...others, value] : others;
    this._set('facets', Object.fromEntries(Object.entries(facets).filter(([, some]) => some.length > 0)));
  }

  matchAll(facet, isAll) {
    const others = this._model.get('all_of').filter(one => one !== facet);
    this._set('all_of', isAll ? [...others, facet] : others);
  }

  tell(text) {
    this._told.textContent = text;
  }

  _set(name, value) {
    this._limit = PAGE;
    this._model.set(name, value);
    try {
      this._model.save_changes();
    } catch {
      this._hear({ type: 'silent' }); // the kernel was restarted
    }
  }

  // Questions and answers

  _ask() {
    const get = name => this._model.get(name);
    if (this._input.value !== get('query')) {
      this._input.value = get('query');
    }
    this._sort.value = get('sort');
    this._way.ask({
      q: get('query'),
      facets: get('facets'),
      all_of: get('all_of'),
      sort: get('sort'),
      languages: this.words.languages,
      limit: this._limit,
    });
  }

  _hear(message) {
    if (message.type === 'answer') {
      keepingFocus(this._root, this._input, () => this._show(message));
    } else if (message.type === 'record') {
      this._cards.card(message.details.id)?.show(message.details);
    } else {
      const own = message.type === 'silent' ? ['silent'] : message.is_away ? ['away', 'asked_again'] : [];
      const sentence = own.map(key => this.words.say(key)).join(' ') || message.sentence;
      // Said aloud once, and not each time that it was asked in vain.
      if (this._told.textContent !== sentence) this.tell(sentence);
      this._again.hidden = false;
      if (message.is_away) this._later.later();
    }
  }

  _show(answer) {
    const { words } = this;
    const { total, cards, others, facets, shown_for: other, without } = answer;
    const query = this._model.get('query');
    const found = total === 0 ? words.say('none') : words.count('found', total);
    const instead = other && words.say('shown_for', query, other);
    const leftOut = without.length > 0 && words.say('without', without.join(', '));
    this._count.textContent = [instead, leftOut, found].filter(Boolean).join(' ');
    this.tell('');
    this._again.hidden = true;
    this._later.rest();
    this._cards.show(cards, others);
    this._facets.show(facets, this._model.get('facets'), this._model.get('all_of'));
    this._more.hidden = total <= cards.length || this._limit >= MOST;
    const state = words.say(answer.is_snapshot ? 'snapshot' : 'as_of', words.day(answer.as_of));
    const notes = (answer.notes ?? []).map(note => words.say(`snapshot.${note}`));
    const told = [state, ...notes].join('. ');
    // Said aloud only where it changes: a snapshot took over, or the portal is back.
    if (this._state.textContent !== told) this._state.textContent = told;
    this._showChips();
    this._showChosen();
  }

  _showChips() {
    const { words } = this;
    const facets = Object.entries(this._model.get('facets'));
    const chips = facets.flatMap(([name, values]) => values.map(value => ({ name, value })));
    patch(this._chips, chips, {
      key: ({ name, value }) => `${name}:${value}`,
      build: ({ name, value }) => {
        const text = `${words.say(`facet.${name}`)}: ${words.value(name, value)}`;
        const chip = button('officina-chip', `${text} ×`, () => this.choose(name, value, false));
        chip.setAttribute('aria-label', words.say('remove', text));
        const item = make('li');
        item.append(chip);
        return item;
      },
      update: () => {},
    });
    this._chips.hidden = chips.length === 0;
    this._clear.hidden = chips.length < 2;
  }

  _showChosen() {
    const chosen = this._model.get('_selected');
    this._cards.check(chosen);
    this._chosen.textContent = chosen.length > 0 ? this.words.count('selected', chosen.length) : '';
  }

  // The keyboard

  _key(event) {
    const isOurs = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isOurs || (event.shiftKey && event.key === 'Enter')) {
      return; // saving, running the cell: JupyterLab's
    }
    event.stopPropagation(); // else "dd" on a card would delete the cell
    const act = {
      '/': () => event.target !== this._input && this._toSearch(),
      ArrowDown: () => this._go(event.target, 1),
      ArrowUp: () => this._go(event.target, -1),
      Escape: () => this._back(event.target),
    }[event.key];
    if (act?.()) {
      event.preventDefault();
    }
  }

  _toSearch() {
    this._input.focus();
    this._input.select();
    return true;
  }

  _go(from, steps) {
    const card = this._cards.around(from);
    if (from !== this._input && from !== card?.title) {
      return false;
    }
    return this._cards.go(card, steps) || (steps < 0 && card !== undefined && this._toSearch());
  }

  _back(from) {
    const card = this._cards.around(from);
    if (card?.isOpen) {
      card.close();
      card.title.focus();
    } else if (from === this._input) {
      this._input.value = '';
      this._set('query', '');
    } else {
      this._toSearch();
    }
    return true;
  }

  // The parts

  _build(el, name) {
    const { words } = this;
    this._root = make('section', 'officina-finder', '', { 'aria-label': words.say(`name.${name}`) });
    this._root.lang = words.language;
    this._count = make('p', 'officina-count', '', { role: 'status' });
    this._told = make('p', 'officina-told', '', { role: 'status' });
    this._chosen = make('p', 'officina-chosen', '', { role: 'status' });
    this._again = button('officina-quiet', words.say('again'), () => this._ask());
    this._again.hidden = true;
    const said = make('div', 'officina-said');
    said.append(this._count, this._chosen, this._told, this._again);
    this._state = make('span', 'officina-state', '', { role: 'status' });
    const foot = make('p', 'officina-foot');
    foot.append(this._state, make('span', '', words.say('keys')));
    const body = make('div', 'officina-body');
    body.append(this._filters(), this._found());
    this._root.append(this._search(name), this._chipRow(), said, body, foot);
    this._root.addEventListener('keydown', event => this._key(event));
    el.replaceChildren(this._root);
  }

  _search(name) {
    const { words } = this;
    const form = make('form', 'officina-search', '', { role: 'search' });
    const label = words.say(`search.${name}`);
    const asked = { type: 'search', 'aria-label': label, placeholder: label, autocomplete: 'off' };
    this._input = make('input', '', '', { ...asked, maxlength: LONGEST, spellcheck: 'false' });
    this._input.addEventListener('input', () => this._set('query', this._input.value));
    form.addEventListener('submit', event => {
      event.preventDefault();
      this._cards.go(undefined, 1);
    });
    this._sort = make('select', '', '', { 'aria-label': words.say('sort') });
    this._sort.append(...SORTS.map(one => make('option', '', words.say(`sort.${one}`), { value: one })));
    this._sort.addEventListener('change', () => this._set('sort', this._sort.value));
    form.append(this._input, this._sort);
    return form;
  }

  _chipRow() {
    this._chips = make('ul', 'officina-chips', '', { 'aria-label': this.words.say('chosen') });
    this._clear = button('officina-quiet', this.words.say('clear'), () => this._set('facets', {}));
    const row = make('div', 'officina-chip-row');
    row.append(this._chips, this._clear);
    return row;
  }

  _filters() {
    const node = make('details', 'officina-filters');
    const list = make('div');
    node.append(make('summary', '', this.words.say('filters')), list);
    // Open where there is room beside the cards; the width is known once it is on the page.
    new ResizeObserver(([{ contentRect }], observer) => {
      if (contentRect.width > 0) {
        node.open = contentRect.width >= ROOMY;
        observer.disconnect();
      }
    }).observe(this._root);
    this._facets = new Facets(this, list);
    return node;
  }

  _found() {
    const node = make('div', 'officina-found');
    const list = make('ol', 'officina-cards', '', { role: 'list' });
    this._cards = new Cards(this, list);
    this._more = button('officina-quiet', this.words.say('more'), () => {
      this._limit = Math.min(this._limit + PAGE, MOST);
      this._ask();
    });
    this._more.hidden = true;
    node.append(list, this._more);
    return node;
  }
}
