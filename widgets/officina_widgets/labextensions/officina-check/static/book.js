// One notebook of the answer, as a list of its tasks and of the other cells that ended in an error.

import { cellText, secondsText, taskText, verdictText } from './words.js';

// `panel`: where the notebook is open, so that one can go to a cell; else null.
export function bookNode(book, trans, panel) {
  const node = make('div', 'officina-check-book');
  node.append(make('h2', '', `${book.name}.ipynb`));
  for (const text of [book.message, ...book.notes].filter(Boolean)) {
    node.append(make('p', '', text));
  }
  const cells = new Map(book.cells.filter(cell => cell.grade_id).map(cell => [cell.grade_id, cell]));
  const tasks = new Set(book.tasks.map(task => task.grade_id));
  const list = make('ul', '');
  for (const cell of book.cells.filter(cell => cell.error && !tasks.has(cell.grade_id))) {
    list.append(cellItem(cell, trans, panel));
  }
  for (const task of book.tasks) {
    list.append(taskItem(task, cells.get(task.grade_id), trans, panel));
  }
  node.append(list);
  return node;
}

function taskItem(task, cell, trans, panel) {
  const item = make('li', '');
  item.dataset.verdict = task.verdict;
  item.append(way(taskText(task, trans), () => indexOf(panel, task.grade_id), panel));
  item.append(make('span', 'officina-check-verdict', verdictText(task.verdict, trans)));
  if (typeof cell?.seconds === 'number') {
    item.append(make('span', 'officina-check-seconds', secondsText(cell.seconds, trans)));
  }
  if (task.task) {
    item.append(make('small', 'officina-check-id', task.grade_id));
  }
  for (const text of [task.note, cell?.plain].filter(Boolean)) {
    item.append(make('p', '', text));
  }
  if (cell?.error) {
    item.append(make('pre', '', cell.error));
  }
  if (task.expected !== null && task.got !== null) {
    item.append(differing(task, trans));
  }
  for (const hint of task.hints) {
    item.append(make('p', 'officina-check-hint', trans.__('Hint: %1', hint)));
  }
  return item;
}

function cellItem(cell, trans, panel) {
  const item = make('li', '');
  item.dataset.verdict = 'failed';
  const find = () => (cell.grade_id ? indexOf(panel, cell.grade_id) : cell.number - 1);
  item.append(way(cellText(cell, trans), find, panel));
  if (cell.plain) {
    item.append(make('p', '', cell.plain));
  }
  item.append(make('pre', '', cell.error));
  return item;
}

function differing(task, trans) {
  const list = make('dl', '');
  list.append(make('dt', '', trans.__('Expected')), make('dd', '', task.expected));
  list.append(make('dt', '', trans.__('Got')), make('dd', '', task.got));
  return list;
}

// The name of a cell, as a button that goes there where the notebook is open.
function way(text, find, panel) {
  if (panel === null) {
    return make('strong', '', text);
  }
  const button = make('button', 'officina-check-way', text);
  button.type = 'button';
  button.addEventListener('click', () => {
    const index = find();
    if (index >= 0 && index < panel.content.widgets.length) {
      panel.content.activeCellIndex = index;
      void panel.content.scrollToItem(index);
    }
  });
  return button;
}

function indexOf(panel, gradeId) {
  return panel.content.widgets.findIndex(
    ({ model }) => model.getMetadata('nbgrader')?.grade_id === gradeId
  );
}

function make(name, className, text = '') {
  const node = document.createElement(name);
  if (className) {
    node.className = className;
  }
  node.textContent = text;
  return node;
}
