// What became of a session that JupyterLab does not reach any more: its launch page knows.

const LOOK_MILLISECONDS = 4_000;
const LOOKS = 20;

export class Loss {
  // `isThere`: asks the session; `on`: ended(told), unknown(), back()
  constructor(isThere, on) {
    this._isThere = isThere;
    this._on = on;
    this._isBusy = false; // looks, or has told an end
    this._isUnknown = false;
  }

  // A Hub that was busy just now, or a network that is back, is no end.
  async look({ launch_page: page, user, server }) {
    if (!page || this._isBusy) {
      return;
    }
    this._isBusy = true;
    const query = new URLSearchParams({ user, server });
    this._isBusy = await this._isEndKnown(`${page}/ended?${query}`);
  }

  async _isEndKnown(address) {
    for (let look = 0; look < LOOKS; look += 1) {
      if (look > 0) {
        await new Promise(resolve => setTimeout(resolve, LOOK_MILLISECONDS));
      }
      if (await this._isThere()) {
        this._isUnknown = false;
        this._on.back();
        return false;
      }
      const told = await tellingOf(address);
      if (told?.state === 'stopped') {
        this._on.ended(told);
        return true;
      }
    }
    if (!this._isUnknown) {
      this._isUnknown = true;
      this._on.unknown();
    }
    return false;
  }
}

// Null where nobody says: the portal does not answer, or the person is not logged in there.
async function tellingOf(address) {
  try {
    const answer = await fetch(address, { credentials: 'same-origin', redirect: 'error' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
