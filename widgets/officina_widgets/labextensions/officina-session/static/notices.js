// Tells the person, by JupyterLab's own notifications: each has the role of an alert, so screen readers
// say it; the bell keeps it for those who do not want to be disturbed.

export class Notices {
  constructor(Notification) {
    this._notification = Notification;
    this._shown = new Map();
  }

  // One notice of a kind at a time: the newer takes the place of the older.
  show(kind, text, { actions = [], type = 'warning' } = {}) {
    this.dismiss(kind);
    const autoClose = type === 'success' ? 8000 : false;
    this._shown.set(kind, this._notification.emit(text, type, { actions, autoClose }));
  }

  dismiss(kind) {
    const id = this._shown.get(kind);
    if (id !== undefined) {
      this._notification.dismiss(id);
      this._shown.delete(kind);
    }
  }
}
