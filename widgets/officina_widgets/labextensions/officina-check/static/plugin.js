// The JupyterLab plugin: a button in the toolbar of each notebook of an exercise, and a command.

import { addStyle } from './style.js';
import { Desk } from './desk.js';

const PARTS = {
  coreutils: '@jupyterlab/coreutils',
  apputils: '@jupyterlab/apputils',
  notebook: '@jupyterlab/notebook',
  services: '@jupyterlab/services',
  translation: '@jupyterlab/translation',
  widgets: '@lumino/widgets',
};

export async function makePlugin(shared) {
  const names = Object.keys(PARTS);
  const modules = await Promise.all(Object.values(PARTS).map(shared));
  const lab = Object.fromEntries(names.map((name, place) => [name, modules[place]]));
  return {
    id: 'officina-check:button',
    description: 'Checks an exercise before it is handed in.',
    autoStart: true,
    requires: [lab.notebook.INotebookTracker],
    optional: [lab.translation.ITranslator, lab.apputils.ICommandPalette],
    activate: (app, notebooks, translator, palette) => {
      const trans = (translator ?? lab.translation.nullTranslator).load('officina');
      const language = (translator?.languageCode ?? 'en').replace('_', '-');
      addStyle();
      const desk = new Desk({ lab, app, notebooks, trans, language, palette });
      notebooks.widgetAdded.connect((_, panel) => void desk.welcome(panel));
      notebooks.forEach(panel => void desk.welcome(panel));
    },
  };
}
