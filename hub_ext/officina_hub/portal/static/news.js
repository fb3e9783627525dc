// Marks and feedback appear as soon as they are there: the server says "look" over a stream, and the
// part that waits asks for itself. While the stream is open the part's own polling, which serves
// browsers without streams, is let through only now and then.
"use strict";

const SELDOM_MILLISECONDS = 20000;
let followed = { address: "", abort: () => {} };
let isOpen = false;
let asking = null; // the request under way
let isNewer = false; // the server said "look" after that request had gone
let askedAt = 0;

const look = () => {
  if (asking) isNewer = true;
  else htmx.trigger("[data-news]", "news");
};
const follow = async (address, signal) => {
  while (!signal.aborted) {
    try {
      const answer = await openStream(address, signal);
      if (isSentAway(answer)) return;
      if (answer.ok) {
        for await (const _ of dataOf(answer.body)) {
          isOpen = true;
          look();
        }
      }
    } catch (error) {
      if (!signal.aborted) console.info("the stream of news broke, and is opened again", error);
    }
    if (signal.aborted) return;
    isOpen = false;
    await pauseBeforeRetry();
  }
};

// A page in the background holds no connection; when it is looked at again it asks at once.
const attend = () => {
  const part = document.hidden ? null : document.querySelector("[data-news]");
  const address = part?.dataset.news ?? "";
  if (address === followed.address) return;
  followed.abort();
  isOpen = false;
  const controller = new AbortController();
  followed = { address, abort: () => controller.abort() };
  if (address) follow(address, controller.signal);
};

if (globalThis.TextDecoderStream) {
  document.addEventListener("DOMContentLoaded", attend);
  document.addEventListener("visibilitychange", attend);
  document.addEventListener("htmx:afterSettle", attend);
  addEventListener("pagehide", () => followed.abort());
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches("[data-news]")) return;
    const isAsked = event.detail.requestConfig.triggeringEvent?.type === "news";
    if (isOpen && !isAsked && Date.now() - askedAt < SELDOM_MILLISECONDS) {
      event.preventDefault();
      return;
    }
    asking = event.detail.xhr;
    askedAt = Date.now();
  });
  // What was put in place listens only once it has settled; other answers put nothing in place.
  const answered = (event) => {
    if (event.detail.xhr !== asking) return;
    if (event.type === "htmx:afterRequest" && asking.status === 200) return;
    asking = null;
    if (!isNewer) return;
    isNewer = false;
    look();
  };
  document.addEventListener("htmx:afterRequest", answered);
  document.addEventListener("htmx:afterSettle", answered);
}
