// What came of a check, in place: between the toolbar and the cells of the notebook.

import { bookNode } from './book.js';
import { hiddenText, summaryText } from './words.js';

const MOST_OF_THE_WINDOW = 0.45;
const LEAST = 60;
const AROUND = 18; // padding and border of the frame, in pixels

export class Answer {
  constructor({ widgets }, trans, panel) {
    this._trans = trans;
    this._panel = panel;
    this._told = element('p', 'officina-check-told');
    this._told.setAttribute('role', 'status');
    this._books = element('div', 'officina-check-books');
    this._widget = new widgets.Widget({ node: this._frame() });
    this._widget.addClass('officina-check');
    this._widget.hide();
    panel.contentHeader.addWidget(this._widget);
    new ResizeObserver(() => this._measure()).observe(panel.node);
  }

  say(text) {
    this._books.replaceChildren();
    this._told.textContent = text;
    this._open();
  }

  show(check) {
    const own = this._panel.context.localPath.split('/').pop().replace(/\.ipynb$/, '');
    const books = [...(check.result?.notebooks ?? [])].sort(
      (one, other) => Number(other.name === own) - Number(one.name === own)
    );
    this._told.textContent = summaryText(check, this._trans);
    this._books.replaceChildren(
      ...books.map(book => bookNode(book, this._trans, book.name === own ? this._panel : null))
    );
    const hidden = hiddenText(books, this._trans);
    if (hidden !== '') {
      this._books.append(element('p', 'officina-check-hidden', hidden));
    }
    this._open();
  }

  close() {
    this._widget.hide();
    this._fit();
  }

  _frame() {
    const node = element('section', '');
    node.setAttribute('aria-label', this._trans.__('Check'));
    node.tabIndex = 0; // so that a long answer can be scrolled by keyboard
    const close = element('button', 'officina-check-close', this._trans.__('Close'));
    close.type = 'button';
    close.addEventListener('click', () => this.close());
    const head = element('div', 'officina-check-head');
    head.append(this._told, close);
    node.append(head, this._books);
    return node;
  }

  _open() {
    this._panel.contentHeader.show(); // a command of JupyterLab's hides it
    this._widget.show();
    this._fit();
  }

  // Again once the width is known, which decides how many lines the text takes.
  _fit() {
    this._measure();
    requestAnimationFrame(() => this._measure());
  }

  // Lumino lays out by the least height that the style tells, so it is told what the text needs.
  _measure() {
    if (this._panel.isDisposed) {
      return;
    }
    const text = this._told.parentNode.offsetHeight + this._books.offsetHeight + AROUND;
    const most = Math.max(this._panel.node.clientHeight * MOST_OF_THE_WINDOW, LEAST);
    const height = this._widget.isHidden ? 0 : Math.min(text, Math.round(most));
    this._widget.node.style.minHeight = `${height}px`;
    this._panel.contentHeader.fit();
  }
}

function element(name, className, text = '') {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}
