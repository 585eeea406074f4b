// The still beside a widget where the widget cannot live. Beside a living one look.css hides it.

/** Show the still in the output before the one of `el` also where the page around hides it, as a slide does. */
export function keepStill(el) {
  const show = () => {
    const before = el.closest(".jp-OutputArea-child")?.previousElementSibling;
    if (before?.querySelector(".stretchlib-still")) before.style.setProperty("display", "block", "important");
  };
  requestAnimationFrame(() => requestAnimationFrame(show)); // by then a notebook has laid the widget in its output
}
