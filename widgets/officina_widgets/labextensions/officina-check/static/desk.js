// All open notebooks of exercises: which have a button, and what a press of it does.

import { Button } from './button.js';
import { Answer } from './answer.js';
import { Portal } from './portal.js';
import { progressText } from './words.js';

const COMMAND = 'officina-check:check';
const UNDER_WAY = ['waiting', 'running'];

export class Desk {
  constructor({ lab, app, notebooks, trans, language, palette }) {
    this._lab = lab;
    this._trans = trans;
    this._notebooks = notebooks;
    this._portal = new Portal(lab, language);
    this._places = new Map();
    app.commands.addCommand(COMMAND, {
      label: trans.__('Check this exercise'),
      isEnabled: () => this._places.has(notebooks.currentWidget),
      execute: () => this.check(notebooks.currentWidget),
    });
    palette?.addItem({ command: COMMAND, category: trans.__('Exercise') });
  }

  async welcome(panel) {
    await panel.context.ready;
    const exercise = await this._portal.exerciseOf(panel.context.localPath).catch(() => null);
    if (exercise === null || panel.isDisposed || this._places.has(panel)) {
      return;
    }
    const button = new Button(this._lab, this._trans, () => void this.check(panel));
    if (!panel.toolbar.insertBefore('spacer', 'officinaCheck', button.widget)) {
      panel.toolbar.addItem('officinaCheck', button.widget);
    }
    this._places.set(panel, { button, answer: new Answer(this._lab, this._trans, panel) });
    panel.disposed.connect(() => this._places.delete(panel));
  }

  async check(panel) {
    const place = this._places.get(panel);
    if (!place || place.button.isBusy) {
      return;
    }
    const { button, answer } = place;
    button.isBusy = true;
    try {
      answer.say(this._trans.__('Saving and sending …'));
      await panel.context.save();
      const begun = await this._portal.begin(panel.context.localPath);
      answer.show(await this._follow(begun, answer));
    } catch (error) {
      answer.say(error.message);
    } finally {
      button.isBusy = false;
    }
  }

  async _follow(begun, answer) {
    let seen = begun;
    while (UNDER_WAY.includes(seen.state)) {
      answer.say(progressText(seen, this._trans));
      seen = await this._portal.next(seen);
    }
    return seen;
  }
}
