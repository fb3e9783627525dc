// Asking again while the catalogue is away: soon at first, then ever more seldom, and at once when the
// browser finds its network again or somebody comes back to the page. It ends with the widget.

const SOONEST = 2000; // milliseconds
const SELDOM = 60000;

export class Again {
  constructor(ask) {
    this._ask = ask;
    this._wait = SOONEST;
    this._back = () => this._timer !== undefined && !document.hidden && this._now();
    window.addEventListener('online', this._back);
    document.addEventListener('visibilitychange', this._back);
  }

  // After each time that it was away.
  later() {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._now(), this._wait);
    this._wait = Math.min(2 * this._wait, SELDOM);
  }

  // Something was found, or somebody asked.
  rest() {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._wait = SOONEST;
  }

  close() {
    this.rest();
    window.removeEventListener('online', this._back);
    document.removeEventListener('visibilitychange', this._back);
  }

  _now() {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._ask();
  }
}
