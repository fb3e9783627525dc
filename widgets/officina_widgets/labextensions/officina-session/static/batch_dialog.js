// Asks how the notebook in front is to go on as a batch job, and says what that means.

import { parameters } from './countdown.js';
import { paragraphs } from './session_dialog.js';

export async function askBatch({ apputils, widgets }, trans, name, gpus) {
  const node = paragraphs([
    trans.__('%1 runs again from its first cell, in a job of its own that waits in the queue.', name),
    trans.__(
      'Nothing of this kernel’s memory goes along: what it has computed is computed again. The notebook is taken as it is now; the result is a new notebook beside it.'
    ),
  ]);
  const minutes = field(node, trans.__('Minutes'), numberInput(60, 1));
  const gpuCount = field(node, trans.__('GPUs'), numberInput(gpus, 0));
  const area = document.createElement('textarea');
  area.rows = 3;
  area.placeholder = 'epochs = 10';
  field(node, trans.__('Parameters, one “name = value” a line (optional)'), area);
  const result = await apputils.showDialog({
    title: trans.__('Continue as a batch job'),
    body: new widgets.Widget({ node }),
    buttons: [
      apputils.Dialog.cancelButton({ label: trans.__('Cancel') }),
      apputils.Dialog.okButton({ label: trans.__('Hand over to the queue') }),
    ],
    defaultButton: 1,
  });
  if (!result.button.accept) {
    return null;
  }
  return {
    minutes: Number(minutes.value),
    gpus: Number(gpuCount.value),
    parameters: parameters(area.value, trans),
  };
}

function numberInput(value, min) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'number', min: String(min), value: String(value) });
  return input;
}

function field(node, text, control) {
  const label = document.createElement('label');
  control.classList.add('jp-mod-styled');
  label.append(text, control);
  node.append(label);
  return control;
}
