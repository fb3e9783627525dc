// The item of the status bar: the time left, as a button that opens what can be done.

export function makeTimeItem({ widgets }, trans, onClick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'officina-time';
  button.addEventListener('click', onClick);
  const widget = new widgets.Widget();
  widget.addClass('officina-time-item');
  widget.node.append(button);

  const show = (text, urgency) => {
    if (button.textContent !== text) {
      button.textContent = text;
      button.setAttribute('aria-label', trans.__('Session: %1. What can I do?', text));
      button.title = trans.__('The time of this session. Click for what can be done.');
    }
    button.dataset.urgency = urgency;
  };
  return { widget, show };
}
