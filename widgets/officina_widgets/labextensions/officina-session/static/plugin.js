// The JupyterLab plugin: asks JupyterLab for what it needs, and opens the room when all is restored.

import { Room } from './room.js';

const PARTS = {
  apputils: '@jupyterlab/apputils',
  coreutils: '@jupyterlab/coreutils',
  docmanager: '@jupyterlab/docmanager',
  notebook: '@jupyterlab/notebook',
  services: '@jupyterlab/services',
  statusbar: '@jupyterlab/statusbar',
  translation: '@jupyterlab/translation',
  widgets: '@lumino/widgets',
};

export async function makePlugin(shared) {
  const names = Object.keys(PARTS);
  const modules = await Promise.all(Object.values(PARTS).map(shared));
  const lab = Object.fromEntries(names.map((name, place) => [name, modules[place]]));
  return {
    id: 'officina-session:limits',
    description: 'Tells the time left, warns, saves, and goes on as a batch job.',
    autoStart: true,
    requires: [lab.docmanager.IDocumentManager],
    optional: [
      lab.translation.ITranslator,
      lab.statusbar.IStatusBar,
      lab.notebook.INotebookTracker,
      lab.apputils.ICommandPalette,
    ],
    activate: (app, documents, translator, statusbar, notebooks, palette) => {
      const trans = (translator ?? lab.translation.nullTranslator).load('officina');
      // English says too little about clocks; there the browser's own setting decides.
      const code = translator?.languageCode ?? 'en';
      const clock = code === 'en' ? [] : [code];
      const room = new Room({ lab, app, documents, trans, clock, statusbar, notebooks, palette });
      void app.restored.then(() => room.open());
    },
  };
}
