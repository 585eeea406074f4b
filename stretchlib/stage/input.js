// Fingers, mouse, wheel and keys on a stage, told to it as turns, zooms, taps and drags.

const TAP_PX = 6; // so little is a tap and no turn
const TURN_DEG = 0.5; // a pixel
const KEY_DEG = 10;
const KEY_ZOOM = 1.25;
const WHEEL = 0.0015;

/** What a key does: {turn: [azimuth, elevation]}, {zoom: times}, {home: true}, or null. */
export function keyAction(key) {
  const turns = { ArrowLeft: [-KEY_DEG, 0], ArrowRight: [KEY_DEG, 0], ArrowUp: [0, KEY_DEG], ArrowDown: [0, -KEY_DEG] };
  if (Object.hasOwn(turns, key)) return { turn: turns[key] };
  if (key === "+" || key === "=") return { zoom: KEY_ZOOM };
  if (key === "-" || key === "_") return { zoom: 1 / KEY_ZOOM };
  return key === "Home" ? { home: true } : null;
}

/**
 * Listen on `element`. act: {turn(azimuth, elevation), zoom(times), home(), tap(x, y, slack), hold(whether)}, in pixels of the
 * element. A finger turns sideways only: the page keeps its up and down (touch-action: pan-y in the style). The wheel
 * belongs to the page until Ctrl is held or the picture was clicked; it is given back when the focus goes.
 */
export function listen(element, act) {
  let held = null; // the pointer that is down: {id, x, y, startX, startY, moved}
  let clicked = false;
  const spot = (event) => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const events = {
    pointerdown(event) {
      if (event.button !== 0 || held) return;
      const [x, y] = spot(event);
      held = { id: event.pointerId, x, y, startX: x, startY: y, moved: false };
      element.setPointerCapture(event.pointerId);
    },
    pointermove(event) {
      if (held?.id !== event.pointerId) return;
      const [x, y] = spot(event);
      if (!held.moved && Math.hypot(x - held.startX, y - held.startY) <= TAP_PX) return;
      if (!held.moved) act.hold(true);
      held.moved = true;
      const upright = event.pointerType === "touch" ? 0 : (y - held.y) * TURN_DEG;
      act.turn((held.x - x) * TURN_DEG, upright);
      Object.assign(held, { x, y });
    },
    pointerup(event) {
      if (held?.id !== event.pointerId) return;
      const { moved } = held;
      held = null;
      clicked = true;
      if (moved) act.hold(false);
      else act.tap(...spot(event), event.pointerType === "touch" ? 12 : 4);
    },
    pointercancel() {
      held = null;
      act.hold(false);
    },
    wheel(event) {
      if (!event.ctrlKey && !clicked) return;
      event.preventDefault();
      act.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 4 : 1) * WHEEL));
    },
    keydown(event) {
      const action = event.target === element && !event.ctrlKey && !event.altKey && !event.metaKey && keyAction(event.key);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      if (action.turn) act.turn(...action.turn);
      else if (action.zoom) act.zoom(action.zoom);
      else act.home();
    },
    blur() {
      clicked = false;
    },
    pointerleave() {
      if (!held) clicked = false;
    },
  };
  for (const [name, listener] of Object.entries(events)) {
    element.addEventListener(name, listener, name === "wheel" ? { passive: false } : undefined);
  }
}

/** Let `handle`, a small element, be dragged: act {start(), drag(x, y) in pixels of `frame`, end()}. */
export function draggable(handle, frame, act) {
  let id = null;
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || id !== null) return;
    id = event.pointerId;
    handle.setPointerCapture(id);
    event.preventDefault();
    event.stopPropagation();
    act.start();
  });
  handle.addEventListener("pointermove", (event) => {
    if (event.pointerId !== id) return;
    const box = frame.getBoundingClientRect();
    act.drag(event.clientX - box.left, event.clientY - box.top);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    handle.addEventListener(name, (event) => {
      if (event.pointerId !== id) return;
      id = null;
      act.end();
    });
  }
}
