// What a bundler would have made: JupyterLab loads this file, hands over the modules that it shares,
// and asks for the extension. Everything else is plain ES modules beside it, so nothing is built.
(() => {
  const here = document.currentScript.src;
  let scope;

  const shared = async name => {
    const [version] = Object.values(scope[name] ?? {});
    return version ? (await version.get())() : null;
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB['officina-check'] = {
    init: async shareScope => {
      scope = shareScope;
    },
    get: async () => {
      const { makePlugin } = await import(new URL('plugin.js', here).href);
      const plugin = await makePlugin(shared);
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
