// What a bundler would have made: JupyterLab loads this file, hands over the modules that it shares,
// and asks for the extension. Everything else is plain ES modules beside it, so nothing is built.
// All our extensions have this same file (the others by a link), so it reads its name in its address.
(() => {
  const here = document.currentScript.src;
  const [, name] = new URL(here).pathname.match(/\/([^/]+)\/static\/[^/]+$/);
  let scope;

  const shared = async wanted => {
    const [version] = Object.values(scope[wanted] ?? {});
    return version ? (await version.get())() : null;
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[name] = {
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
