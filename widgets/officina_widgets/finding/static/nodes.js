// Making and keeping nodes. Texts are set as text, never as markup.

export function make(name, className = '', text = '', attributes = {}) {
  const node = document.createElement(name);
  if (className) {
    node.className = className;
  }
  node.textContent = text;
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  return node;
}

export function button(className, text, onClick) {
  const node = make('button', className, text, { type: 'button' });
  node.addEventListener('click', onClick);
  return node;
}

// Keeps the nodes of what stays, so that the focus and what is open stay where they are.
export function patch(parent, items, { key, build, update }) {
  const before = new Map([...parent.children].map(node => [node.dataset.key, node]));
  const nodes = items.map((item, place) => {
    const found = before.get(key(item));
    const node = found ?? build(item);
    node.dataset.key = key(item);
    before.delete(key(item));
    update(node, item, place);
    return node;
  });
  before.forEach(node => node.remove());
  nodes.forEach((node, place) => {
    if (parent.children[place] !== node) {
      parent.insertBefore(node, parent.children[place] ?? null);
    }
  });
}

// A node that was moved has lost the focus; one that is gone leaves it to another.
export function keepingFocus(root, other, act) {
  const place = root.getRootNode();
  const before = root.contains(place.activeElement) ? place.activeElement : null;
  act();
  if (before && place.activeElement !== before) {
    (before.isConnected ? before : other).focus({ preventScroll: true });
  }
}

// The text of a passage, with what was asked for in it marked. Python counts characters, not UTF-16.
export function marked(node, { text, marks }) {
  const signs = Array.from(text);
  const piece = (start, end) => signs.slice(start, end).join('');
  const parts = [];
  let done = 0;
  for (const [start, end] of marks) {
    parts.push(piece(done, start), make('mark', '', piece(start, end)));
    done = end;
  }
  node.replaceChildren(...parts, piece(done));
}
