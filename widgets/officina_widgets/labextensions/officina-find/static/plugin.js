// The JupyterLab plugin: takes the code that a finder offers, and puts it into a new cell below the
// finder's. It runs nothing: that is for the person, who has read it.

const OFFER = 'officina-insert-code';
const LONGEST = 100_000;

export async function makePlugin(shared) {
  const { INotebookTracker, NotebookActions } = await shared('@jupyterlab/notebook');
  return {
    id: 'officina-find:insert-code',
    description: 'Puts the code that a finder offers into the next cell.',
    autoStart: true,
    requires: [INotebookTracker],
    activate: (app, notebooks) => {
      document.addEventListener(OFFER, event => {
        const panel = notebooks.find(({ node }) => node.contains(event.target));
        const code = event.detail?.code;
        if (panel && typeof code === 'string' && code.length <= LONGEST) {
          event.preventDefault(); // says to the finder that the code was taken
          insertBelow(panel.content, event.target, code, NotebookActions);
        }
      });
    },
  };
}

function insertBelow(notebook, place, code, actions) {
  const index = notebook.widgets.findIndex(({ node }) => node.contains(place));
  if (index >= 0) {
    notebook.activeCellIndex = index;
  }
  actions.insertBelow(notebook);
  const { activeCell: cell } = notebook;
  cell.model.sharedModel.setSource(code.trimEnd());
  notebook.mode = 'edit';
  notebook.activate();
  void cell.ready.then(() => cell.editor?.focus());
}
