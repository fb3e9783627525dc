"""What a layout does wrong and axe-core does not see: text cut, pressed or beyond the window."""

from __future__ import annotations

from playwright.async_api import Page

# What is meant to scroll by itself, what only a screen reader reads, and what waits off the screen.
EXEMPT = ".table-wrap *, .visually-hidden, .visually-hidden *, .skip, input, select, textarea"
# What may be wider inside than outside: a region to scroll, which the keyboard reaches, and a text
# whose ellipsis says that there is more; a test of its own looks for the whole of it.
SCRIPT = """exempt => {
  const told = it => `<${it.tagName.toLowerCase()}> ${it.textContent.trim().slice(0, 60)}`;
  const sizeOfText = it => {
    const range = document.createRange();
    range.selectNodeContents(it);
    return range.getBoundingClientRect();
  };
  const mayEnd = it =>
    it.matches(".table-wrap[tabindex]") || getComputedStyle(it).textOverflow === "ellipsis";
  const shown = [...document.body.querySelectorAll("*")].filter(
    it => it.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}));
  const free = shown.filter(it => !it.matches(exempt));
  const found = [];
  const window_ = document.scrollingElement.scrollWidth;
  if (window_ > innerWidth) found.push(`the page is ${window_} wide`);
  for (const it of free) {
    const box = it.getBoundingClientRect();
    if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1))
      found.push(`this leaves the window: ${told(it)}`);
    if (it.clientWidth > 0 && it.scrollWidth > it.clientWidth + 1 && !mayEnd(it))
      found.push(`this is cut: ${told(it)}`);
  }
  const read = "main :is(h1, h2, h3, th, td, p, li, dd, label)";
  for (const it of shown.filter(it => it.matches(read))) {
    const text = sizeOfText(it);
    if (text.width > 1 && text.width < 60 && text.height > 120)
      found.push(`there is hardly room for ${told(it)}`);
  }
  return found;
}"""


async def layout_faults(page: Page) -> list[str]:
    """What is cut, pressed or out of sight at the page's present width."""
    found: list[str] = await page.evaluate(SCRIPT, EXEMPT)
    return found
