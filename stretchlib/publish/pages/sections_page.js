// One part of the page at a time, by links that work without this script too.
const parts = [...document.querySelectorAll("[data-part]")];
const links = [...document.querySelectorAll(".pub-nav a")];

function show() {
  const wanted = parts.find((part) => `#${part.id}` === globalThis.location.hash) ?? parts[0];
  for (const part of parts) part.hidden = part !== wanted;
  for (const link of links) {
    if (link.hash === `#${wanted.id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.dispatchEvent(new Event("pub-section"));
}

globalThis.addEventListener("hashchange", () => {
  show();
  globalThis.scrollTo(0, 0);
  parts.find((part) => !part.hidden).querySelector("h2").focus({ preventScroll: true });
});
show();
