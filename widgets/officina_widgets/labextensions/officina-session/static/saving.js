// Saves every open document that has changed.

export async function saveAll(app, documents) {
  const contexts = new Set();
  for (const widget of app.shell.widgets('main')) {
    const context = documents.contextForWidget(widget);
    if (context && context.model.dirty && !context.model.readOnly) {
      contexts.add(context);
    }
  }
  const outcomes = await Promise.allSettled([...contexts].map(context => context.save()));
  const failed = [...contexts].filter(
    (context, place) => outcomes[place].status === 'rejected' || context.model.dirty
  );
  return { saved: contexts.size - failed.length, failed: failed.map(context => context.path) };
}

export function savedText({ saved, failed }, trans) {
  if (failed.length > 0) {
    return trans.__('These could not be saved: %1.', failed.join(', '));
  }
  if (saved === 0) {
    return trans.__('Everything is saved.');
  }
  return trans._n('%1 document was saved.', '%1 documents were saved.', saved);
}
