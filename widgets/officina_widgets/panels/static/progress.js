// A person's exercises of a course.

import { Asking, Refused, keepKeys } from './asking.js';
import { button, make } from './nodes.js';
import { Words } from './words.js';

class CourseProgress {
  constructor(model, el) {
    this._words = new Words(model);
    this._asking = new Asking(model);
    this._build(el);
    this._look();
  }

  close() {
    this._asking.close();
  }

  async _look() {
    try {
      this._show(await this._asking.ask('look'));
      this._said.textContent = '';
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      this._said.textContent = error.message || this._words.say('silent');
    }
  }

  _show({ course_id: course, title, steps }) {
    const { _words: words } = this;
    const isDone = ({ state }) => !['open', 'ungradable', 'superseded'].includes(state);
    const done = steps.filter(isDone).length;
    this._root.setAttribute('aria-label', words.say('progress', title));
    this._title.textContent = title;
    this._count.textContent = words.say('handed_in', done, steps.length);
    this._bar.max = Math.max(steps.length, 1);
    this._bar.value = done;
    this._body.replaceChildren(...steps.map(step => this._row(step)));
    const next = steps.find(step => !isDone(step));
    this._showNext(next, course);
  }

  _row({ title, state, score, max_score: most, deadline }) {
    const { _words: words } = this;
    const number = value => value.toLocaleString(words.language, { maximumFractionDigits: 2 });
    const row = make('tr');
    const points = words.say('points', score === null ? '–' : number(score), number(most));
    row.append(make('th', '', title, { scope: 'row' }), make('td', '', words.say(`state.${state}`)));
    row.append(make('td', 'officina-panel-number', points), make('td', '', deadline ? words.day(deadline) : ''));
    return row;
  }

  _showNext(next, course) {
    const { _words: words } = this;
    const base = this._asking.base;
    if (!next) {
      this._next.replaceChildren(words.say('all_done'));
    } else if (!base) {
      this._next.replaceChildren(words.say('next', next.title));
    } else {
      const href = [`${base}officina/open`, course, next.id].join('/');
      const link = make('a', '', words.say('next', next.title), { href, target: '_blank', rel: 'noopener' });
      this._next.replaceChildren(link);
    }
  }

  _build(el) {
    const { _words: words } = this;
    this._root = make('section', 'officina-panel', '', { 'aria-label': words.say('progress', '') });
    this._root.lang = words.language;
    this._title = make('h2');
    this._count = make('p', '', '', { role: 'status' });
    this._bar = make('progress', '', '', { 'aria-label': words.say('handed_in.bar') });
    const table = make('table');
    const head = make('tr');
    ['exercise', 'state', 'marks', 'deadline'].forEach(name =>
      head.append(make('th', '', words.say(`column.${name}`), { scope: 'col' }))
    );
    const top = make('thead');
    top.append(head);
    this._body = make('tbody');
    table.append(top, this._body);
    const wide = make('div', 'officina-panel-wide', '', { tabindex: '0', role: 'group' });
    wide.setAttribute('aria-label', words.say('exercises'));
    wide.append(table);
    this._next = make('p');
    this._said = make('p', '', '', { role: 'status' });
    const actions = make('div', 'officina-panel-actions');
    actions.append(button('', words.say('again'), () => this._look()));
    this._root.append(this._title, this._count, this._bar, wide, this._next, actions, this._said);
    keepKeys(this._root);
    el.replaceChildren(this._root);
  }
}

function render({ model, el }) {
  const panel = new CourseProgress(model, el);
  return () => panel.close();
}

export default { render };
