// What the browser adds to pages that already work: the reader's zone, and menus that close.
"use strict";

const YEAR_SECONDS = 31536000;
const cookieOf = (name) =>
  document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

// The server writes times in the zone that this cookie names. On the very first page it could not
// know, so that page's times are rewritten here.
const tellZone = () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || decodeURIComponent(cookieOf("officina-zone") ?? "") === zone) return;
  const path = document.body.dataset.prefix;
  document.cookie = `officina-zone=${encodeURIComponent(zone)}; path=${path}; max-age=${YEAR_SECONDS}; samesite=lax`;
};

const localTimes = (root) => {
  if (document.body.dataset.zone !== "UTC") return;
  const style = { dateStyle: "medium", timeStyle: "short" };
  const format = new Intl.DateTimeFormat(document.documentElement.lang, style);
  for (const time of root.querySelectorAll("time[datetime][data-local]")) {
    time.textContent = format.format(new Date(time.dateTime));
  }
};

// The time since or until a moment, counted here so that the page need not be fetched for it.
const digits = (number) => String(number).padStart(2, "0");
const span = (milliseconds) => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:${digits(minutes)}` : minutes}:${digits(seconds % 60)}`;
};
const tick = () => {
  for (const clock of document.querySelectorAll("[data-since], [data-until]")) {
    const { since, until } = clock.dataset;
    clock.textContent = span(since ? Date.now() - Date.parse(since) : Date.parse(until) - Date.now());
  }
};

// What the page shows by itself meanwhile need not be said for good; nobody reads in a hidden tab.
const PASSING_MILLISECONDS = 20000;
const letPass = (news) =>
  setTimeout(() => {
    if (document.hidden || news.matches(":hover")) letPass(news);
    else news.remove();
  }, PASSING_MILLISECONDS);

const copy = async (button) => {
  const field = document.getElementById(button.dataset.copies);
  field.select();
  const isCopied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
  // A screen reader hears what changes here, and only that: so it is emptied first.
  const told = button.parentElement.querySelector("[role=status]");
  if (!told) return;
  told.textContent = "";
  setTimeout(() => { told.textContent = isCopied ? button.dataset.copied : button.dataset.notCopied; }, 50);
};

// What narrows a list stands beside it on a wide screen, and is folded above it on a narrow one.
const wide = matchMedia("(min-width: 62rem)");
const foldFilters = () => {
  for (const filters of document.querySelectorAll("details[data-open-when-wide]")) filters.open = wide.matches;
};
wide.addEventListener("change", foldFilters);

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
};

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const button = event.target.closest("[data-copies]");
  if (button) copy(button);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  closeMenus();
  open?.querySelector("summary").focus();
});

document.addEventListener("DOMContentLoaded", () => {
  for (const control of document.querySelectorAll(".needs-script")) control.hidden = false;
  foldFilters();
  tellZone();
  localTimes(document);
  for (const news of document.querySelectorAll("[data-passes]")) letPass(news);
  if (document.querySelector("[data-ticks]")) setInterval(tick, 1000);
  tick();
});
document.addEventListener("htmx:afterSwap", (event) => {
  localTimes(event.detail.target);
  tick();
});
