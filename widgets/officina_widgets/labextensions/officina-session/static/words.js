// The longer sentences, as functions of what happened.

export function endText(seconds, trans) {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return trans._n(
    'This session ends in %1 minute. Save what you need: what is only in memory will be lost.',
    'This session ends in %1 minutes. Save what you need: what is only in memory will be lost.',
    minutes
  );
}

export function idleText(seconds, trans) {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return trans._n(
    'Nothing has worked here for a while, so this session ends in %1 minute to free what it holds.',
    'Nothing has worked here for a while, so this session ends in %1 minutes to free what it holds.',
    minutes
  );
}

export function endedText({ sentence, advice }, trans) {
  const why = [sentence, advice].filter(Boolean).join(' ');
  return why
    ? trans.__('This session has ended. %1 What was saved is kept.', why)
    : trans.__('This session was stopped. What was saved is kept.');
}

export function unknownText(trans) {
  return trans.__(
    'JupyterLab does not reach this session any more, and nobody says yet whether it has ended. The launch page tells as soon as it is known.'
  );
}

export function jobText({ job, output, log }, trans) {
  return trans.__(
    'Job %1 is in the queue. It does not depend on this session. Its result will be %2, its log %3.',
    job,
    output,
    log
  );
}

export function checkpointText(scripts, trans) {
  const failed = scripts.filter(({ status }) => status !== 0).map(({ name }) => name);
  if (failed.length > 0) {
    return trans.__(
      'These checkpoint scripts failed: %1. Look into ~/.officina/checkpoint.log.',
      failed.join(', ')
    );
  }
  return trans._n(
    '%1 checkpoint script was run.',
    '%1 checkpoint scripts were run.',
    scripts.length
  );
}
