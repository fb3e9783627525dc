// A button in the toolbar; while what it does is under way it says so and does nothing.

export class Button {
  constructor({ widgets }, { label, title, onClick }) {
    this._node = document.createElement('button');
    this._node.type = 'button';
    this._node.className = 'officina-check-button';
    this._node.textContent = label;
    this._node.title = title;
    this._node.addEventListener('click', onClick);
    this.widget = new widgets.Widget();
    this.widget.addClass('officina-check-item');
    this.widget.node.append(this._node);
  }

  get isBusy() {
    return this._node.getAttribute('aria-busy') === 'true';
  }

  // Not `disabled`: that would take the focus away from whoever pressed it by keyboard.
  set isBusy(value) {
    this._node.setAttribute('aria-busy', String(value));
    this._node.setAttribute('aria-disabled', String(value));
  }
}
