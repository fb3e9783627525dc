// Asks how something stands: this page's own server where that is the session's, else Python. The
// server answers while the kernel works on something else.

const PATIENCE = 10000; // milliseconds until the kernel's silence is told

export class Refused extends Error {}

export class Asking {
  constructor(model, paths = {}) {
    this._model = model;
    this._paths = paths;
    this._base = baseUrl();
    this._view = Math.random().toString(36).slice(2);
    this._number = 0;
    this._waiting = new Map();
    this._hear = message => this._take(message);
    model.on('msg:custom', this._hear);
  }

  close() {
    this._model.off('msg:custom', this._hear);
    this._waiting.forEach(({ timer }) => clearTimeout(timer));
  }

  // The page's server, below which pages of ours lie; empty where there is none.
  get base() {
    return this._base;
  }

  async ask(what) {
    const path = this._base && this._paths[what];
    return (path && (await this._ofServer(what, path))) || this._ofKernel(what);
  }

  // Nothing where this server is none of ours, as a Voilà that stands alone.
  async _ofServer(what, path) {
    const init = { method: what === 'look' ? 'GET' : 'POST', headers: { 'X-XSRFToken': cookie('_xsrf') } };
    let response;
    try {
      response = await fetch(this._base + path, init);
    } catch {
      throw new Refused('');
    }
    const answer = await response.json().catch(() => undefined);
    if (response.ok || response.status === 404 || answer?.message === undefined) {
      return response.ok ? answer : undefined;
    }
    throw new Refused(answer.message);
  }

  _ofKernel(what) {
    this._number += 1;
    const number = this._number;
    return new Promise((resolve, reject) => {
      const silent = () => this._settle(number, ({ fail }) => fail(new Refused('')));
      const timer = setTimeout(silent, PATIENCE);
      this._waiting.set(number, { resolve, fail: reject, timer });
      try {
        this._model.send({ type: what, view: this._view, number });
      } catch {
        silent(); // the kernel was restarted, and what led to it is closed
      }
    });
  }

  _take({ view, number, state, sentence }) {
    if (view === this._view) {
      this._settle(number, ({ resolve, fail }) => (state ? resolve(state) : fail(new Refused(sentence))));
    }
  }

  _settle(number, act) {
    const waiting = this._waiting.get(number);
    if (waiting) {
      this._waiting.delete(number);
      clearTimeout(waiting.timer);
      act(waiting);
    }
  }
}

function baseUrl() {
  try {
    return JSON.parse(document.getElementById('jupyter-config-data').textContent).baseUrl ?? '';
  } catch {
    return '';
  }
}

function cookie(name) {
  const found = document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`));
  return found ? found[1] : '';
}

// JupyterLab's keys stay JupyterLab's; the others are not to reach it: "dd" would delete the cell.
export function keepKeys(root, keys = {}) {
  root.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === 'Enter')) {
      return;
    }
    event.stopPropagation();
    keys[event.key]?.();
  });
}
