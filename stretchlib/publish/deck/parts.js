// Where a slide that is taller than the wall is cut into parts: between lines, pictures and controls, never through one.
(() => {
  "use strict";

  /**
   * The parts of a column of `blocks` in a window of `height`: [{start, end}, ...] from top to bottom.
   *
   * A block is {top, bottom, heading, ink}; a part ends where no block is cut and, if it can, not below a heading. It
   * starts at the `ink` of its first block, where letters stand out above their box. A block taller than the window is
   * a part of its own, taller than the window.
   */
  function slideParts(blocks, height) {
    const sorted = [...blocks].sort((a, b) => a.top - b.top);
    const cuts = [...new Set(sorted.map((block) => block.bottom))].sort((a, b) => a - b)
      .filter((cut) => !sorted.some((block) => block.top < cut - 1 && block.bottom > cut + 1));
    const afterHeading = (cut) => sorted.some((block) => block.heading && Math.abs(block.bottom - cut) <= 1);
    const parts = [];
    const startOf = (block) => block && Math.min(block.top, block.ink ?? block.top);
    let start = startOf(sorted[0]);
    while (start !== undefined) {
      const begin = start;
      const ahead = cuts.filter((cut) => cut > begin + 1);
      const fitting = ahead.filter((cut) => cut <= begin + height);
      const end = fitting.at(-1) === ahead.at(-1) ? fitting.at(-1)
        : fitting.filter((cut) => !afterHeading(cut)).at(-1) ?? fitting.at(-1);
      const last = end ?? ahead[0] ?? sorted.at(-1).bottom;
      parts.push({ start: begin, end: last });
      const next = sorted.find((block) => block.top >= last - 1);
      start = next && Math.max(startOf(next), last - 1); // a later part starts further down, however far letters stand out
    }
    return parts;
  }

  const WHOLE = "p, li, h1, h2, h3, h4, h5, h6, tr, dt, dd, figure, pre, label, summary, img, canvas, svg, button, input, select, textarea";

  /** What must not be cut on `slide`, in pixels from the top of its content, for a window of `height`. */
  function slideBlocks(slide, height) {
    const from = slide.getBoundingClientRect().top - slide.scrollTop;
    const blocks = [];
    const lines = document.createRange();
    const add = (rect, heading = false, ink = rect.top) => {
      if (rect.width > 1 && rect.height > 1)
        blocks.push({ top: rect.top - from, bottom: rect.bottom - from, heading, ink: ink - from });
    };
    // A line closer than its letters are high, and what is raised, stand out above the box.
    const inkOf = (node, rect) => {
      lines.selectNodeContents(node);
      return Math.max(rect.top - 12, Math.min(rect.top, ...[...lines.getClientRects()].map((line) => line.top)));
    };
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!node.data.trim()) return;
        lines.selectNodeContents(node);
        for (const rect of lines.getClientRects()) add(rect);
      }
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".sd-rail, template, script, style, .slt-heard")) return;
      const rect = node.getBoundingClientRect();
      if (!node.getClientRects().length && getComputedStyle(node).display !== "contents") return;
      const drawn = node.matches("img, canvas, svg, button, input, select, textarea");
      if (node.matches(WHOLE) && (drawn || rect.height <= height)) {
        // The words of a cell that spans rows are kept whole; the cell itself may be cut between its rows.
        for (const cell of node.querySelectorAll("[rowspan]")) {
          lines.selectNodeContents(cell);
          add(lines.getBoundingClientRect());
        }
        return add(rect, node.matches("h1, h2, h3, h4, h5, h6"), inkOf(node, rect));
      }
      // What is folded away has a size all the same, and stands nowhere on the slide.
      const seen = node.matches("details:not([open])") ? node.querySelectorAll(":scope > summary") : node.childNodes;
      for (const child of seen) walk(child);
    };
    for (const cell of slide.children) walk(cell);
    return blocks;
  }
  Object.assign(globalThis, { slideParts, slideBlocks });
})();
