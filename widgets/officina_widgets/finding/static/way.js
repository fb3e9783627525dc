// The way to Python. Questions are numbered, and an answer older than the newest question is dropped;
// while one is under way only the newest waits, so that a busy kernel is not sent every letter.

const PATIENCE = 5000; // milliseconds until the kernel's silence is told

export class Way {
  constructor(model, heard) {
    this._model = model;
    this._view = Math.random().toString(36).slice(2);
    this._number = 0;
    this._newest = {};
    this._waiting = null;
    this._listen = message => this._take(message, heard);
    model.on('msg:custom', this._listen);
    this._silence = () => heard({ type: 'silent' });
  }

  ask(question) {
    if (this._timer !== undefined) {
      this._waiting = question;
      return;
    }
    if (this._send({ type: 'ask', ask: question })) {
      this._timer = setTimeout(() => this._next(this._silence), PATIENCE);
    }
  }

  open(id, languages) {
    this._send({ type: 'open', id, languages });
  }

  close() {
    clearTimeout(this._timer);
    this._model.off('msg:custom', this._listen);
  }

  _send(message) {
    this._number += 1;
    this._newest[message.type] = this._number;
    try {
      this._model.send({ ...message, view: this._view, number: this._number });
    } catch {
      this._silence(); // the kernel was restarted, and what led to it is closed
      return false;
    }
    return true;
  }

  _take(message, heard) {
    if (message.view !== this._view) {
      return;
    }
    const isNewest = message.number === this._newest.ask;
    if (message.type !== 'answer' || isNewest) {
      heard(message);
    }
    if (isNewest) {
      this._next();
    }
  }

  _next(tell = () => {}) {
    clearTimeout(this._timer);
    this._timer = undefined;
    const question = this._waiting;
    this._waiting = null;
    if (question) {
      this.ask(question);
    } else {
      tell();
    }
  }
}
