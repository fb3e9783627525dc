// Server-sent events, read by fetch: EventSource cannot send the XSRF token that JupyterHub asks
// for with a login cookie, and an address with the token in it would stand in logs.
"use strict";

const RETRY_MILLISECONDS = 10000;
const openStream = (address, signal) => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  return fetch(address, { headers, signal, redirect: "manual" });
};
const dataOf = async function* (body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line.startsWith("data: ")) yield line.slice(6);
  }
};
// Nobody is logged in any more, or may not see this: asking again would change nothing.
const isSentAway = (answer) => answer.type === "opaqueredirect" || [204, 403, 404].includes(answer.status);
const pauseBeforeRetry = () => new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
