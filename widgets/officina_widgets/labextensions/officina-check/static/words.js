// What is said of a check and of its parts, as functions of what happened.

const TESTED = ['passed', 'partly', 'failed', 'not_reached', 'unsure'];

export function progressText({ state, queue_position: place }, trans) {
  if (state === 'running') {
    return trans.__('Your exercise is being run …');
  }
  return place > 1 ? trans.__('In the queue, place %1 …', place) : trans.__('In the queue …');
}

export function summaryText({ state, message, result }, trans) {
  if (state === 'replaced') {
    return trans.__('A newer check took the place of this one.');
  }
  if (state !== 'done') {
    return message;
  }
  const tasks = result.notebooks.flatMap(book => book.tasks);
  const tested = tasks.filter(task => TESTED.includes(task.verdict));
  const passed = tested.filter(task => task.verdict === 'passed');
  const told = [
    result.message,
    trans.__('%1 of %2 tested tasks passed.', passed.length, tested.length),
    trans.__('Nothing was handed in.'),
  ];
  return told.filter(Boolean).join(' ');
}

// What a learner needs to know at once; the whole receipt lies in their folder and on the portal.
export function receiptText({ receipt, missing }, language, trans) {
  const at = new Date(receipt.received_at).toLocaleString(language);
  const told = [
    trans.__('Handed in: received as number %1 on %2.', receipt.sequence, at),
    receipt.is_late ? trans.__('The deadline had passed: it counts as late.') : '',
    missing.length > 0
      ? trans.__('Notebooks were missing and get no points: %1.', missing.join(', '))
      : '',
    trans.__('Receipt: %1. Marks and feedback come to the page of your course.', receipt.sha256),
  ];
  return told.filter(Boolean).join(' ');
}

export function hiddenText(books, trans) {
  const isThere = books.some(book => book.tasks.some(task => task.has_hidden));
  return isThere ? trans.__('Hidden tests are only run when you submit.') : '';
}

export function verdictText(verdict, trans) {
  const words = {
    passed: trans.__('passed'),
    partly: trans.__('partly passed'),
    failed: trans.__('not passed'),
    not_reached: trans.__('not reached'),
    hidden: trans.__('has hidden tests only'),
    unsure: trans.__('could not be told'),
    unanswered: trans.__('not answered yet'),
    by_hand: trans.__('a person marks it'),
  };
  return words[verdict] ?? verdict;
}

// What learners know a task by: the heading above its answer, where there is one.
export function taskText({ task, grade_id: gradeId }, trans) {
  if (!task) {
    return gradeId;
  }
  const { heading, number, count } = task;
  return count > 1 ? trans.__('%1 · part %2 of %3', heading, number, count) : heading;
}

export function secondsText(seconds, trans) {
  return trans.__('%1 s', seconds.toFixed(seconds < 10 ? 2 : 0));
}

export function cellText({ grade_id: gradeId, number }, trans) {
  return gradeId || trans.__('Cell %1', number);
}
