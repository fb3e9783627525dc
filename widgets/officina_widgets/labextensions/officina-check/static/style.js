// The style sheet beside this file, once in the page.

export function addStyle() {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href: new URL('check.css', import.meta.url).href });
  document.head.append(link);
}
