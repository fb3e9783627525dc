// What can be done about the end of the session.

import { nodesTexts } from './nodes.js';

export async function showSession({ apputils, widgets }, trans, facts) {
  const { Dialog, showDialog } = apputils;
  const choices = [
    { label: trans.__('Save all now'), act: facts.save },
    facts.extensionMinutes > 0 && {
      label: trans.__('Extend by %1 min', facts.extensionMinutes),
      act: facts.extend,
    },
    facts.continueAsBatch && {
      label: trans.__('Continue as a batch job'),
      act: facts.continueAsBatch,
    },
  ].filter(Boolean);
  const buttons = [
    Dialog.cancelButton({ label: trans.__('Close') }),
    ...choices.map(({ label }) => Dialog.okButton({ label })),
  ];
  const result = await showDialog({
    title: trans.__('Your session'),
    body: new widgets.Widget({ node: paragraphs(told(trans, facts)) }),
    buttons,
    defaultButton: 0,
  });
  const chosen = choices.find(({ label }) => result.button.accept && label === result.button.label);
  await chosen?.act();
}

function told(trans, facts) {
  return [
    facts.endsAt && trans.__('It ends at %1, together with everything that runs in it.', facts.endsAt),
    facts.endsAt && trans.__(
      'Your files are kept. What is only in the memory of a kernel is lost: save what you need. Afterwards you can start the same session again from the launch page.'
    ),
    ...nodesTexts(facts.nodes, trans),
    facts.idleMinutes > 0 && trans.__(
      'It also ends when nobody and nothing has worked in it for %1 minutes; you are warned before.',
      facts.idleMinutes
    ),
    facts.scripts.length > 0 && trans.__(
      'Before the end your checkpoint scripts are run: %1.',
      facts.scripts.join(', ')
    ),
    facts.batchMissing && trans.__('Continue as a batch job: %1', facts.batchMissing),
  ].filter(Boolean);
}

export function paragraphs(texts) {
  const node = document.createElement('div');
  node.className = 'officina-dialog';
  for (const text of texts) {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    node.append(paragraph);
  }
  return node;
}
