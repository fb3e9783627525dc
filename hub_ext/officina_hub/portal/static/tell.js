// "Tell me when it runs": a message of the browser, and the title of the tab, from any open page.
// Which sessions are to be told of stands in localStorage; one tab listens for all (Web Locks). It
// keeps the lock until it is closed: localStorage takes its time from tab to tab, so that a second
// listener could still read of a session that the first has just told of, and tell once more.
"use strict";

const WAITED = "officina-tell";
const MARK = "● ";
const waited = () => JSON.parse(localStorage.getItem(WAITED) ?? "[]");
const setWaited = (servers) => {
  if (servers.length) localStorage.setItem(WAITED, JSON.stringify(servers));
  else localStorage.removeItem(WAITED);
};
const tabs = new BroadcastChannel(WAITED);

const inTitle = (news) => {
  const old = document.title;
  document.title = MARK + news.title;
  const back = () => {
    if (document.hidden) return;
    document.title = old;
    document.removeEventListener("visibilitychange", back);
  };
  // Who looks at the tab already has to see it too, so there it stays.
  if (document.hidden) document.addEventListener("visibilitychange", back);
};

const tell = (news) => {
  setWaited(waited().filter((server) => server !== news.server));
  inTitle(news);
  tabs.postMessage(news);
  if (globalThis.Notification?.permission !== "granted") return;
  const message = new Notification(news.title, { body: news.body, tag: `${WAITED}-${news.server}` });
  message.addEventListener("click", () => {
    window.focus();
    location.assign(news.url);
  });
};

let wake = () => {};
const somethingWaited = async () => {
  while (!waited().length) await new Promise((resolve) => (wake = resolve));
};

// Returns when nobody is logged in, so that the lock is free again.
const listen = async () => {
  for (;;) {
    await somethingWaited();
    const query = new URLSearchParams(waited().map((server) => ["server", server]));
    try {
      const address = `${document.body.dataset.prefix}launch/events?${query}`;
      const answer = await openStream(address);
      if (isSentAway(answer)) return;
      if (answer.ok) for await (const news of dataOf(answer.body)) tell(JSON.parse(news));
    } catch (error) {
      console.info("the portal does not answer, and is asked again", error);
    }
    if (waited().length) await pauseBeforeRetry();
  }
};
let isListening = false;
const listenOnce = async () => {
  wake();
  if (isListening || !waited().length) return;
  isListening = true;
  await navigator.locks?.request(WAITED, listen);
  isListening = false;
};

const say = () => {
  const news = document.getElementById("tell-news");
  const isAllowed = globalThis.Notification?.permission === "granted";
  if (news) news.textContent = isAllowed ? news.dataset.on : news.dataset.titleOnly;
};

tabs.addEventListener("message", (event) => inTitle(event.data));
window.addEventListener("storage", () => wake());
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-tells]");
  if (!button) return;
  setWaited([...new Set([...waited(), button.dataset.tells])]);
  listenOnce();
  await globalThis.Notification?.requestPermission(); // the title tells, whatever the answer is
  say();
});
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-tells]");
  if (button && waited().includes(button.dataset.tells)) say();
  listenOnce();
});
// The page of the start leaves for JupyterLab by itself as soon as it runs; who looks elsewhere is
// told before.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const button = document.querySelector("[data-tells]");
  const target = event.detail.xhr.getResponseHeader("HX-Redirect");
  if (!target || !button || !waited().includes(button.dataset.tells)) return;
  tell({ server: button.dataset.tells, title: button.dataset.runs, body: "", url: target });
});
