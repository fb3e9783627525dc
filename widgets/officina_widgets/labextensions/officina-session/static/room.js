// Everything about the limits of the session, in one window. It stays away where there are none.

import { askBatch } from './batch_dialog.js';
import { addCommands } from './commands.js';
import { timeLeft, urgency } from './countdown.js';
import { Limits } from './limits.js';
import { Loss } from './loss.js';
import { LossDialog } from './loss_dialog.js';
import { withNodes } from './nodes.js';
import { Notices } from './notices.js';
import { Presence } from './presence.js';
import { saveAll, savedText } from './saving.js';
import { Session } from './session.js';
import { showSession } from './session_dialog.js';
import { makeTimeItem } from './time_item.js';
import { checkpointText, endedText, endText, idleText, jobText, unknownText } from './words.js';

export class Room {
  constructor(parts) {
    Object.assign(this, parts);
    this._session = new Session(this.lab);
    this._limits = new Limits(this._session, new Presence(), {
      time: seconds => this._showTime(seconds),
      warning: seconds => this._warn(seconds),
      save: () => void this._saveQuietly(),
      idle: secondsLeft => this._idle(secondsLeft),
      lost: ({ place }) => void this._loss.look(place),
    });
    this._lossDialog = new LossDialog(this.lab, this.trans);
    this._loss = new Loss(() => this._limits.ask(), {
      ended: told => this._lost('showEnd', endedText(told, this.trans)),
      unknown: () => this._lost('show', unknownText(this.trans)),
      back: () => this._lossDialog.close(),
    });
  }

  async open() {
    addStyle();
    this._notices = new Notices(this.lab.apputils.Notification);
    if (await this._limits.start()) {
      addCommands(this);
      // JupyterLab asks its server every ten seconds, and we once a minute.
      this.app.serviceManager.connectionFailure.connect(() => void this._limits.ask());
    }
  }

  get canExtend() {
    return this._limits.status.extension_minutes > 0;
  }

  get canContinue() {
    return this._limits.status.batch?.missing === '' && Boolean(this.notebooks?.currentWidget);
  }

  async show() {
    const { status, endsAt } = this._limits;
    await showSession(this.lab, this.trans, {
      endsAt: endsAt?.toLocaleTimeString(this.clock, { hour: '2-digit', minute: '2-digit' }),
      extensionMinutes: status.extension_minutes,
      idleMinutes: status.idle.minutes,
      nodes: status.nodes ?? [],
      scripts: status.checkpoint.scripts,
      batchMissing: status.batch?.missing ?? '',
      save: () => this.save(),
      extend: () => this.extend(),
      continueAsBatch: this.canContinue ? () => this.continue() : null,
    });
  }

  async save() {
    const outcome = await saveAll(this.app, this.documents);
    const type = outcome.failed.length > 0 ? 'error' : 'success';
    this._notices.show('save', savedText(outcome, this.trans), { type });
  }

  extend() {
    return this._orSay(async () => {
      const status = await this._session.extend();
      this._limits.take(status);
      this._notices.dismiss('end');
      const text = this.trans.__('Your session was lengthened by %1 minutes.', status.added_minutes);
      this._notices.show('extend', text, { type: 'success' });
    });
  }

  continue() {
    return this._orSay(async () => {
      const panel = this.notebooks.currentWidget;
      const { gpus } = this._limits.status.batch;
      const wish = await askBatch(this.lab, this.trans, panel.title.label, gpus);
      if (wish !== null) {
        await panel.context.save();
        const made = await this._session.continueAsBatch(panel.context.localPath, wish);
        this._notices.show('batch', jobText(made, this.trans), { type: 'info' });
      }
    });
  }

  checkpoint() {
    return this._orSay(async () => {
      const { scripts } = await this._session.checkpoint();
      const type = scripts.every(({ status }) => status === 0) ? 'success' : 'error';
      this._notices.show('checkpoint', checkpointText(scripts, this.trans), { type });
    });
  }

  keep() {
    return this._orSay(async () => this._limits.take(await this._session.keep()));
  }

  _showTime(seconds) {
    if (this.statusbar && !this._item) {
      this._item = makeTimeItem(this.lab, this.trans, () => void this.show());
      const { widget } = this._item;
      this.statusbar.registerStatusItem('officina-session:time', { item: widget, align: 'right' });
    }
    const nodes = this._limits.status.nodes ?? [];
    const text = withNodes(timeLeft(seconds, this.trans), nodes, this.trans);
    this._item?.show(text, urgency(seconds));
  }

  _warn(seconds) {
    const minutes = this._limits.status.extension_minutes;
    const actions = [this._action(this.trans.__('Save all now'), () => this.save())];
    if (this.canExtend) {
      actions.unshift(this._action(this.trans.__('Extend by %1 min', minutes), () => this.extend()));
    }
    this._notices.show('end', endText(seconds, this.trans), { actions });
  }

  async _saveQuietly() {
    const outcome = await saveAll(this.app, this.documents);
    const hasFailed = outcome.failed.length > 0;
    if (outcome.saved > 0 || hasFailed) {
      const type = hasFailed ? 'error' : 'info';
      this._notices.show('save', savedText(outcome, this.trans), { type });
    }
  }

  _idle(secondsLeft) {
    const isNews = secondsLeft !== null && !this._isIdleTold;
    this._isIdleTold = secondsLeft !== null;
    if (!this._isIdleTold) {
      this._notices.dismiss('idle');
    } else if (isNews) {
      const actions = [this._action(this.trans.__('Keep it running'), () => this.keep())];
      this._notices.show('idle', idleText(secondsLeft, this.trans), { actions });
      void this._saveQuietly();
    }
  }

  _lost(show, text) {
    this._notices.dismiss('end');
    this._notices.dismiss('idle');
    void this._lossDialog[show](text, this._limits.status.place.launch_page);
  }

  _action(label, act) {
    return { label, displayType: 'accent', callback: () => void act() };
  }

  async _orSay(act) {
    try {
      await act();
    } catch (error) {
      this._notices.show('refused', error.message, { type: 'error' });
    }
  }
}

function addStyle() {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href: new URL('session.css', import.meta.url).href });
  document.head.append(link);
}
