// What is due at a number of seconds before the end. Nothing here touches page or network.

export const WARN_SECONDS = [600, 120];
export const SAVE_SECONDS = 120;

// The warning that is due and was not given: the nearest, when several are.
export function dueWarning(secondsLeft, given) {
  const due = WARN_SECONDS.filter(limit => secondsLeft <= limit);
  const nearest = Math.min(...due);
  return due.length > 0 && !given.has(nearest) ? nearest : null;
}

// After more time was given, those warnings can come again that lie ahead once more.
export function stillGiven(secondsLeft, given) {
  return new Set([...given].filter(limit => secondsLeft <= limit));
}

export function timeLeft(secondsLeft, trans) {
  const seconds = Math.max(0, Math.floor(secondsLeft));
  if (seconds < 120) {
    return trans.__('%1 s left', seconds);
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return trans.__('%1 min left', minutes);
  }
  return trans.__('%1 h %2 min left', Math.floor(minutes / 60), minutes % 60);
}

// One `name = value` a line; a value that is not JSON, or Python's word for it, is a text.
export function parameters(text, trans) {
  const words = { True: true, False: false, None: null };
  const found = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (line.trim() === '') {
      continue;
    }
    if (at < 1) {
      throw new Error(trans.__('This parameter has no name and “=”: %1', line.trim()));
    }
    const value = line.slice(at + 1).trim();
    found[line.slice(0, at).trim()] = value in words ? words[value] : jsonOr(value);
  }
  return found;
}

function jsonOr(text) {
  try {
    const value = JSON.parse(text);
    return value === null || typeof value !== 'object' ? value : text;
  } catch {
    return text;
  }
}

export function urgency(secondsLeft) {
  if (secondsLeft <= SAVE_SECONDS) {
    return 'now';
  }
  return secondsLeft <= WARN_SECONDS[0] ? 'soon' : 'calm';
}
