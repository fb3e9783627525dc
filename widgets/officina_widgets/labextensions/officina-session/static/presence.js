// How long nobody has touched keyboard, mouse or screen in this window. What was touched is not kept.

export class Presence {
  constructor(now = () => Date.now()) {
    this._now = now;
    this._at = now();
    for (const kind of ['keydown', 'pointerdown', 'wheel']) {
      document.addEventListener(kind, () => (this._at = now()), { capture: true, passive: true });
    }
  }

  quietSeconds() {
    return (this._now() - this._at) / 1000;
  }
}
