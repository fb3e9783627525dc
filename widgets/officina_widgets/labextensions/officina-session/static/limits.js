// Follows the limits of the session: asks its server once a minute, and counts down in between.

import { dueWarning, SAVE_SECONDS, stillGiven } from './countdown.js';

export const ASK_MILLISECONDS = 60_000;
const TICK_MILLISECONDS = 1_000;

export class Limits {
  // `on`: time(seconds), warning(seconds), save(), idle(secondsLeft | null), lost(status)
  constructor(session, presence, on) {
    this._session = session;
    this._presence = presence;
    this._on = on;
    this._given = new Set();
    this._isSaved = false;
    this.status = null;
  }

  // False when there is nothing to follow: then nothing is asked again.
  async start() {
    await this.ask();
    if (!this.status?.is_limited) {
      return false;
    }
    setInterval(() => void this.ask(), ASK_MILLISECONDS);
    window.addEventListener('focus', () => void this.askAgain());
    setInterval(() => this._tick(), TICK_MILLISECONDS);
    this._tick();
    return true;
  }

  // Whether the session has answered.
  ask() {
    return this._take(this._session.status(this._presence.quietSeconds()));
  }

  askAgain() {
    return this._take(this._session.statusAgain(this._presence.quietSeconds()));
  }

  async _take(answer) {
    try {
      this.take(await answer);
      return true;
    } catch (error) {
      // The count goes on: a server that is slow, or a network that is away, is no end.
      console.debug('officina: the session was not told about', error);
      if (this.status) {
        this._on.lost(this.status);
      }
      return false;
    }
  }

  take(status) {
    this.status = status;
    this._endsAt = status.seconds_left === null ? null : Date.now() + status.seconds_left * 1000;
    const { phase, seconds_left: idleLeft } = status.idle;
    this._on.idle(phase === 'warned' || phase === 'over' ? idleLeft : null);
  }

  get secondsLeft() {
    return this._endsAt === null ? null : Math.max(0, (this._endsAt - Date.now()) / 1000);
  }

  get endsAt() {
    return this._endsAt === null ? null : new Date(this._endsAt);
  }

  _tick() {
    const seconds = this.secondsLeft;
    if (seconds === null) {
      return;
    }
    this._on.time(seconds);
    this._given = stillGiven(seconds, this._given);
    this._isSaved = this._isSaved && seconds <= SAVE_SECONDS;
    const due = dueWarning(seconds, this._given);
    if (due !== null) {
      this._given.add(due);
      this._on.warning(seconds);
    }
    if (seconds <= SAVE_SECONDS && !this._isSaved) {
      this._isSaved = true;
      this._on.save();
    }
  }
}
