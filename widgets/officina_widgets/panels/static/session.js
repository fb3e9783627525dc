// The session as a card.

import { Asking, Refused, keepKeys } from './asking.js';
import { button, make, patch } from './nodes.js';
import { Words } from './words.js';

const EVERY = 5000; // milliseconds between two looks
const SOON = 600; // seconds before the end from which on it is said aloud
const PATHS = {
  look: 'officina/session/use',
  extend: 'officina/session/extend',
  stop: 'officina/session/stop',
};

class SessionCard {
  constructor(model, el) {
    this._words = new Words(model);
    this._asking = new Asking(model, PATHS);
    this._build(el);
    this._look();
    this._timer = setInterval(() => document.hidden || this._isOver || this._look(), EVERY);
  }

  close() {
    clearInterval(this._timer);
    this._asking.close();
  }

  async _look() {
    if (this._isLooking) {
      return;
    }
    this._isLooking = true;
    const state = await this._ask('look');
    this._isLooking = false;
    if (state) {
      this._show(state);
    }
  }

  async _ask(what) {
    try {
      const state = await this._asking.ask(what);
      this._tell(this._isTrouble ? '' : this._said.textContent);
      return state;
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      this._tell(error.message || this._words.say('silent'), true);
      return undefined;
    }
  }

  // Only when it is another text: what is set is read aloud.
  _tell(text, isTrouble = false) {
    this._isTrouble = isTrouble;
    if (this._said.textContent !== text) {
      this._said.textContent = text;
    }
  }

  _show({ seconds_left: left, ends_at: endsAt, extension_minutes: minutes, use }) {
    const { _words: words } = this;
    this._time.textContent = left === null ? words.say('time.none') : this._left(left, endsAt);
    if (left !== null && left < SOON && !this._isSoon) {
      this._tell(words.say('time.soon'));
    }
    this._isSoon = left !== null && left < SOON;
    this._extend.hidden = !(minutes > 0);
    this._extend.textContent = words.say('extend', minutes);
    if (use) {
      this._showUse(use);
    }
  }

  _left(seconds, endsAt) {
    const { _words: words } = this;
    const minutes = Math.floor(seconds / 60);
    const parts = [Math.floor(minutes / 60), minutes % 60];
    const long = parts[0] > 0 ? words.say('time.hours', ...parts) : words.say('time.minutes', minutes);
    const own = navigator.language.startsWith(words.language) ? navigator.language : words.language;
    const clock = new Date(endsAt * 1000).toLocaleTimeString(own, { timeStyle: 'short' });
    return words.say('time.left', long, clock);
  }

  _showUse({ memory_mib: memory, memory_of_mib: memoryOf, gpus }) {
    const { _words: words } = this;
    const rows = [{ name: words.say('memory'), ...this._amount(memory, memoryOf) }];
    gpus.forEach((gpu, place) => {
      const name = `GPU ${place} (${gpu.name})`;
      rows.push({ name, ...this._percent(gpu.percent) });
      const part = this._amount(gpu.memory_mib, gpu.memory_of_mib);
      rows.push({ name: words.say('gpu.memory', place), ...part });
    });
    patch(this._use, rows, {
      key: ({ name }) => name,
      build: ({ name }) => {
        const row = make('li');
        const meter = make('meter', '', '', { min: '0', max: '1', 'aria-label': name });
        row.append(make('span', 'officina-panel-name', name), meter, make('span'));
        return row;
      },
      update: (node, { share, text }) => {
        const [, meter, said] = node.children;
        meter.hidden = share === undefined;
        meter.value = share ?? 0;
        meter.setAttribute('aria-valuetext', text);
        said.textContent = text;
      },
    });
  }

  _amount(mib, ofMib) {
    const gib = value => (value / 1024).toLocaleString(this._words.language, { maximumFractionDigits: 1 });
    if (mib === null) {
      return { text: this._words.say('unknown') };
    }
    return ofMib
      ? { share: mib / ofMib, text: this._words.say('amount', gib(mib), gib(ofMib)) }
      : { text: `${gib(mib)} GiB` };
  }

  _percent(percent) {
    if (percent === null) {
      return { text: this._words.say('unknown') };
    }
    const share = percent / 100;
    return { share, text: share.toLocaleString(this._words.language, { style: 'percent' }) };
  }

  async _lengthen() {
    const state = await this._ask('extend');
    if (state) {
      this._show(state);
      this._tell(this._words.say('extended', state.added_minutes));
      this._look();
    }
  }

  // Asked once more, because it cannot be undone.
  _askStop(isAsking) {
    this._sure.hidden = !isAsking;
    this._stop.setAttribute('aria-expanded', String(isAsking));
    (isAsking ? this._no : this._stop).focus();
  }

  async _stopNow() {
    if (await this._ask('stop')) {
      this._isOver = true;
      this._sure.hidden = this._actions.hidden = true;
      this._tell(this._words.say('stopping'));
    }
  }

  _build(el) {
    const { _words: words } = this;
    const root = make('section', 'officina-panel', '', { 'aria-label': words.say('session') });
    root.lang = words.language;
    this._time = make('p', 'officina-panel-time');
    this._use = make('ul', 'officina-panel-use', '', { 'aria-label': words.say('used') });
    this._said = make('p', '', '', { role: 'status' });
    this._extend = button('', '', () => this._lengthen());
    this._extend.hidden = true;
    this._stop = button('', words.say('stop'), () => this._askStop(this._sure.hidden));
    this._stop.setAttribute('aria-expanded', 'false');
    this._no = button('', words.say('stop.no'), () => this._askStop(false));
    const yes = button('officina-main', words.say('stop.yes'), () => this._stopNow());
    this._sure = make('div', 'officina-panel-sure', '', { role: 'group', 'aria-label': words.say('stop') });
    this._sure.append(make('p', '', words.say('stop.ask')), this._no, yes);
    this._sure.hidden = true;
    this._actions = make('div', 'officina-panel-actions');
    this._actions.append(this._extend, this._stop);
    root.append(this._time, this._use, this._actions, this._sure, this._said);
    keepKeys(root, { Escape: () => this._sure.hidden || this._askStop(false) });
    el.replaceChildren(root);
  }
}

function render({ model, el }) {
  const card = new SessionCard(model, el);
  return () => card.close();
}

export default { render };
