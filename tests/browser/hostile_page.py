"""Hostile text on a page: a data folder full of it, what a page did with it, and all that the page shows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from hostile import ACCEPTED, spoil_tables
from playwright.sync_api import Page

from stretchlib.core.text import markup_fault
from tools.checks import ROOT

INSIDE = ("file:", "data:", "blob:")
TYPED = "<img src=x onerror=window.hacked=1>"
# Within these elements: handlers, addresses that run or lead elsewhere, and elements that nothing of ours makes.
SCAN = """selector => {
  const runs = (attribute) => /^on/i.test(attribute.name) || attribute.name === 'srcdoc' ||
    (/^(href|xlink:href|src|action|formaction|data)$/.test(attribute.name) &&
     /^\\s*(javascript|vbscript|data:text|http|\\/\\/)/i.test(attribute.value));
  // JupyterLab makes a link of each address in plain text; it is followed when it is pressed, and never by itself.
  const linked = (element) => element.matches('.jp-RenderedText a')
    && /^(https?:|data:)/.test(element.getAttribute('href'));
  const made = /^(iframe|object|embed|base|form|link|meta|marquee|math|mjx-container|body|x)$/;
  const roots = [...document.querySelectorAll(selector)];
  return roots.flatMap(root => [...root.querySelectorAll('*')]).flatMap(element => [
    ...[...element.attributes].filter(a => runs(a) && !linked(element))
      .map(a => `${element.localName} ${a.name}=${a.value}`),
    ...(made.test(element.localName)
      ? [`${element.localName} in ${element.parentElement.outerHTML.slice(0, 120)}`] : [])]);
}"""
TEXT = """selector => { const texts = []; for (const root of document.querySelectorAll(selector)) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode;
      if (!text.parentElement.closest('script, style, template')) texts.push(text.data);
    }
    texts.push(...[...root.querySelectorAll('textarea, input')].map(field => ` ${field.value} `)); }
  return texts.join(''); }"""
# Answer whatever is asked and press whatever can be pressed, where it is in sight.
PRESS = """([selector, typed]) => { for (const root of document.querySelectorAll(selector)) {
    const seen = (kind) => [...root.querySelectorAll(kind)]
      .filter(node => node.getClientRects().length && !node.disabled);
    const set = (node, value) => { node.value = value;
      for (const kind of ['input', 'change']) node.dispatchEvent(new Event(kind, {bubbles: true})); };
    const names = new Set();
    for (const node of seen('input[type=radio], input[type=checkbox]'))
      if (!names.has(node.name) && !node.checked) { names.add(node.name); node.click(); }
    for (const node of seen('input[type=text], textarea')) set(node, typed);
    for (const node of seen('input[type=number], input[inputmode=numeric]')) set(node, 7);
    for (const node of root.querySelectorAll('details')) node.open = true;
    for (const node of seen('button'))
      if (!/classroom|again|import/.test(node.dataset.action ?? '')) node.click(); } }"""


def spoilt_data(folder: Path) -> Path:
    """A data folder whose free texts hold as many hostile strings as fit."""
    shutil.copytree(ROOT / "data", folder)
    assert spoil_tables(folder) > 20_000
    for note in (folder / "anatomy").glob("*.md"):
        whole = note.read_text(encoding="utf-8")
        note.write_text(whole.replace("## Actions\n", "## Actions\n" + "".join(
            f"- {squeezed(text)}\n" for text in ACCEPTED if not text.startswith("#")), 1), encoding="utf-8")
    case = folder / "clinic" / "cases" / "socks_and_stairs.toml"
    lines = case.read_text(encoding="utf-8").splitlines()
    feed = iter([text for text in ACCEPTED if not markup_fault(text)] * 3)
    keys = ("title", "opening", "name", "note", "answer", "finding", "feedback", "missing", "work", "question")
    for at, line in enumerate(lines):
        key, is_text, value = line.partition(' = "')
        if is_text and key in keys:
            lines[at] = f"{key} = {json.dumps(json.loads(chr(34) + value) + ' ' + squeezed(next(feed)))}"
    case.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def squeezed(text: str) -> str:
    return " ".join(text.split())


def hostile_in(text: str) -> list[str]:
    """The hostile strings that stand whole in a text."""
    flat = squeezed(text)
    return [text for text in ACCEPTED if squeezed(text) in flat]


class Watch:
    """What a page did: dialogs, requests to elsewhere, errors."""

    def __init__(self, page: Page, inside: tuple[str, ...]) -> None:
        self.page, self.did = page, list[str]()
        page.on("dialog", lambda dialog: (self.did.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: None if request.url.startswith(inside) else
                self.did.append(f"request {request.url}"))
        page.on("popup", lambda popup: self.did.append(f"popup {popup.url}"))

    def nothing_ran(self, selector: str) -> None:
        assert self.page.evaluate("window.hacked") is None
        traces = self.page.evaluate(SCAN, selector)
        assert not traces, "\n".join(traces)
        assert self.did == []
