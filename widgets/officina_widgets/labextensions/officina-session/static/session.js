// Speaks with this session's own server, which knows the end and asks the Hub.

export class Refused extends Error {}

export class Session {
  constructor({ services, coreutils }) {
    this._server = services.ServerConnection;
    this._settings = services.ServerConnection.makeSettings();
    this._join = coreutils.URLExt.join;
  }

  // How long nobody has touched keyboard or mouse goes along, so that one question does for both.
  status(quietSeconds) {
    return this._send('GET', `?quiet_seconds=${Math.round(quietSeconds)}`);
  }

  // The same, after its server has asked the Hub: somebody comes back, and may have had it lengthened.
  statusAgain(quietSeconds) {
    return this._send('GET', `/again?quiet_seconds=${Math.round(quietSeconds)}`);
  }

  extend() {
    return this._send('POST', '/extend');
  }

  keep() {
    return this._send('POST', '/keep');
  }

  checkpoint() {
    return this._send('POST', '/checkpoint');
  }

  continueAsBatch(path, wish) {
    return this._send('POST', '/batch', { path, wish });
  }

  async _send(method, end, body) {
    const url = this._join(this._settings.baseUrl, 'officina', 'session') + end;
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await this._server.makeRequest(url, init, this._settings);
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Refused(answer.message ?? `HTTP ${response.status}`);
    }
    return answer;
  }
}
