// Tells that the session is lost. A dialog, because JupyterLab fetches what shows its first notice from
// the session's own server, which is gone by then.

import { paragraphs } from './session_dialog.js';

export class LossDialog {
  constructor({ apputils, widgets }, trans) {
    this._Dialog = apputils.Dialog;
    this._Widget = widgets.Widget;
    this._trans = trans;
    this._shown = null;
  }

  // For good: in the place of every other dialog, as JupyterLab's own that it goes on trying.
  showEnd(text, launchPage) {
    this._Dialog.flush();
    return this.show(text, launchPage);
  }

  // The newer takes the place of the older.
  async show(text, launchPage) {
    this.close();
    const { _Dialog: Dialog, _trans: trans } = this;
    const dialog = new Dialog({
      title: trans.__('Your session'),
      body: new this._Widget({ node: paragraphs([text]) }),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Close') }),
        Dialog.okButton({ label: trans.__('Open the launch page') }),
      ],
    });
    this._shown = dialog;
    const { button } = await dialog.launch();
    if (button.accept) {
      window.open(launchPage);
    }
  }

  close() {
    this._shown?.reject();
    this._shown = null;
  }
}
