// All open notebooks of exercises: which have a button, and what a press of it does.

import { Button } from './button.js';
import { Answer } from './answer.js';
import { Portal } from './portal.js';
import { progressText, receiptText } from './words.js';

const CHECK = 'officina-check:check';
const HAND_IN = 'officina-check:hand-in';
const UNDER_WAY = ['waiting', 'running'];

export class Desk {
  constructor({ lab, app, notebooks, trans, language, palette }) {
    this._lab = lab;
    this._trans = trans;
    this._notebooks = notebooks;
    this._portal = new Portal(lab, language);
    this._language = language;
    this._places = new Map();
    const isEnabled = () => this._places.has(notebooks.currentWidget);
    app.commands.addCommand(CHECK, {
      label: trans.__('Check this exercise'),
      isEnabled,
      execute: () => this.check(notebooks.currentWidget),
    });
    app.commands.addCommand(HAND_IN, {
      label: trans.__('Hand in this exercise'),
      isEnabled,
      execute: () => this.handIn(notebooks.currentWidget),
    });
    for (const command of [CHECK, HAND_IN]) {
      palette?.addItem({ command, category: trans.__('Exercise') });
    }
  }

  async welcome(panel) {
    await panel.context.ready;
    const exercise = await this._portal.exerciseOf(panel.context.localPath).catch(() => null);
    if (exercise === null || panel.isDisposed || this._places.has(panel)) {
      return;
    }
    const check = new Button(this._lab, {
      label: this._trans.__('Check'),
      title: this._trans.__('Run the tests on this exercise as it is now. Nothing is handed in.'),
      onClick: () => void this.check(panel),
    });
    const handIn = new Button(this._lab, {
      label: this._trans.__('Hand in'),
      title: this._trans.__('Save this exercise and hand it in as it is now. It is marked then.'),
      onClick: () => void this.handIn(panel),
    });
    for (const [name, { widget }] of Object.entries({ officinaCheck: check, officinaHandIn: handIn })) {
      if (!panel.toolbar.insertBefore('spacer', name, widget)) {
        panel.toolbar.addItem(name, widget);
      }
    }
    const answer = new Answer(this._lab, this._trans, panel);
    this._places.set(panel, { buttons: [check, handIn], answer });
    panel.disposed.connect(() => this._places.delete(panel));
  }

  async check(panel) {
    await this._send(panel, async (path, answer) => {
      const begun = await this._portal.begin(path);
      answer.show(await this._follow(begun, answer));
    });
  }

  async handIn(panel) {
    await this._send(panel, async (path, answer) => {
      const handedIn = await this._portal.handIn(path);
      answer.say(receiptText(handedIn, this._language, this._trans));
    });
  }

  // One thing at a time: what is handed in while a check runs would not be what it told.
  async _send(panel, send) {
    const { buttons, answer } = this._places.get(panel) ?? { buttons: [] };
    if (buttons.length === 0 || buttons.some(button => button.isBusy)) {
      return;
    }
    buttons.forEach(button => (button.isBusy = true));
    try {
      answer.say(this._trans.__('Saving and sending …'));
      await panel.context.save();
      await send(panel.context.localPath, answer);
    } catch (error) {
      answer.say(error.message);
    } finally {
      buttons.forEach(button => (button.isBusy = false));
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
