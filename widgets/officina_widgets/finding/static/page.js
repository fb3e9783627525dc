// An exported page: what stands in for anywidget's model and for the kernel, and the start.

class PageModel {
  constructor({ traits, facets, as_of: asOf, records }) {
    this._traits = traits;
    this._facets = facets;
    this._asOf = asOf;
    this._records = new Records(records);
    this._listeners = new Map();
  }

  get(name) {
    return this._traits[name];
  }

  set(name, value) {
    const isNew = JSON.stringify(value) !== JSON.stringify(this._traits[name]);
    this._traits[name] = value;
    if (isNew) {
      this._emit(`change:${name}`);
    }
  }

  save_changes() {}

  on(name, listener) {
    this._listeners.set(name, [...(this._listeners.get(name) ?? []), listener]);
  }

  off(name, listener) {
    this._listeners.set(name, (this._listeners.get(name) ?? []).filter(one => one !== listener));
  }

  send({ type, view, number, ask, id }) {
    const answer = type === 'ask' ? this._answer(ask) : { type: 'record', details: this._records.details(id) };
    queueMicrotask(() => this._emit('msg:custom', { ...answer, view, number }));
  }

  _answer(ask) {
    const found = this._records.find(ask);
    const facets = Object.fromEntries(this._facets.map(name => [name, found.facets[name] ?? []]));
    return { ...found, facets, type: 'answer', as_of: this._asOf, is_snapshot: true };
  }

  _emit(name, message) {
    this._listeners.get(name)?.forEach(listener => listener(message));
  }
}

const kept = JSON.parse(document.getElementById('records').textContent);
render({ model: new PageModel(kept), el: document.getElementById('finder') });
