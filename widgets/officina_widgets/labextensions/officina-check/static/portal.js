// Speaks with this session's own server, which sends the exercise to the portal and asks there.

export class Refused extends Error {}

export class Portal {
  constructor({ services, coreutils }, language) {
    this._server = services.ServerConnection;
    this._settings = services.ServerConnection.makeSettings();
    this._join = coreutils.URLExt.join;
    this._language = language;
  }

  // Null where the file belongs to no exercise.
  async exerciseOf(path) {
    const answer = await this._send('GET', `check?path=${encodeURIComponent(path)}`);
    return answer.exercise;
  }

  begin(path) {
    return this._send('POST', 'check', { path });
  }

  // Answers when the state is another than the one that was seen, at the latest after 20 seconds.
  next({ id, state }) {
    return this._send('GET', `check/${id}?seen=${state}`);
  }

  // Gives the portal's receipt, and which notebooks of the exercise were not there.
  handIn(path) {
    return this._send('POST', 'hand-in', { path });
  }

  async _send(method, end, body) {
    const url = this._join(this._settings.baseUrl, 'officina', end);
    const headers = { 'Accept-Language': this._language };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this._server.makeRequest(
      url,
      { method, headers, ...content },
      this._settings
    );
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Refused(answer.message ?? `HTTP ${response.status}`);
    }
    return answer;
  }
}
