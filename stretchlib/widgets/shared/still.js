// The still beside a widget: the picture with its text that a notebook keeps in an output of its own.

/** The output before the one of `el`, if it holds a picture; null where there is none, or `el` is in no notebook. */
function stillOf(el) {
  const before = el.closest(".jp-OutputArea-child")?.previousElementSibling;
  return before?.querySelector("figure img") ? before : null;
}

/** Hide the still once the living widget stands in its stead. Returns a function that brings it back. */
export function hideStill(el) {
  const still = stillOf(el);
  still?.style.setProperty("display", "none", "important"); // a notebook's own style outdoes the attribute hidden
  return () => still?.style.removeProperty("display");
}

/** Show the still where the widget cannot live, also where the page around hides it. */
export function keepStill(el) {
  const show = () => stillOf(el)?.style.setProperty("display", "block", "important");
  requestAnimationFrame(() => requestAnimationFrame(show)); // by then a notebook has laid the widget in its output
}
