// A stage: one scene on a plain canvas, with names over it. It draws only when something has changed and it is in view.
import { h, svg, setText } from "../widgets/shared/dom.js";
import { ALONG, AROUND, bellyArrays, radiusAt, writeBelly } from "./belly.js";
import { cameraOf, orbited, projected, projection, rayOf, zoomed } from "./camera.js";
import { pagePainter } from "./gl.js";
import { listen } from "./input.js";
import { dodged, leader } from "./labels.js";
import { colourBytes, smoothNormals } from "./mesh.js";
import { picked } from "./picking.js";
import { IDENTITY, plus, quaternionMatrix, turnedBy } from "./vectors.js";

const REST_MS = 300; // after the last change edges are smoothed; not while a finger or the mouse holds the picture
const OUTLINE = "#4a3f33";
const FACES_OF_BELLY = 6 * (ALONG - 1) * AROUND; // numbers in the list of corners

/** Whether this page can show stages. */
export const stagePossible = () => Boolean(pagePainter());

export class Stage {
  /**
   * scene: as scene.py describes it. act: {tap(id or null), turned(view or null)} is told what
   * the reader does.
   * `element` is the stage's root, to be laid out by its owner.
   */
  constructor(scene, { label, act = {} }) {
    this.scene = scene;
    this.act = act;
    this.painter = pagePainter();
    this.camera = cameraOf(scene.views[0]);
    this.home = scene.views[0].id;
    this.nodes = new Map(Object.entries(scene.nodes ?? {}).map(([id, node]) => [id, readNode(node)]));
    this.layers = new Map((scene.layers ?? []).map(({ id, on }) => [id, on !== false]));
    this.parts = scene.parts.map((part) => this.readPart(part));
    this.bellies = (scene.paths ?? []).map((path) => ({ ...path, line: null }));
    this.bundle = { arrays: bellyArrays(this.bellies.length), changed: true, drawn: null };
    this.groups = null;
    this.canvas = h("canvas", { class: "sls-canvas", role: "img" });
    this.lines = svg("svg", { class: "sls-lines", "aria-hidden": "true" });
    this.names = h("div", { class: "sls-names", "aria-hidden": "true" });
    this.element = h("div", { class: "sls-view", tabindex: "0", role: "application", "aria-label": label,
      "data-lm-suppress-shortcuts": "true" }, this.canvas, this.lines, this.names);
    this.labels = new Map((scene.labels ?? []).map((each) => [each.id, this.readLabel(each)]));
    this.frame = null; // the page's next picture, once something was drawn for it
    this.stale = false;
    this.resting = null;
    this.held = false;
    this.visible = false; // until the page says so: many stages may wait below the window
    listen(this.element, {
      turn: (azimuth, elevation) => this.turn(azimuth, elevation),
      zoom: (times) => this.zoom(times),
      home: () => this.show(this.home),
      tap: (x, y, slack) => this.tap(x, y, slack),
      hold: (held) => this.hold(held),
    });
    this.again = () => this.redraw(false);
    this.painter.stages.add(this.again);
    this.number = Math.random().toString(36).slice(2); // widgets have copies of this code and share the painter
    this.shaped = new Set(); // meshes of this stage alone
    // Asking an element for its size makes the page lay itself out, which takes long within a notebook: so it is told here.
    this.size = { width: 0, height: 0 };
    this.sizes = new ResizeObserver(([{ contentRect: { width, height } }]) => {
      this.size = { width, height };
      for (const label of this.labels.values()) label.size = null; // words may be larger in a larger picture
      this.redraw(!this.element.dataset.drawn);
    });
    this.sizes.observe(this.element);
    this.sight = new IntersectionObserver(([entry]) => {
      this.visible = entry.isIntersecting;
      if (this.visible) this.redraw(!this.element.dataset.drawn); // the first picture comes soon, and is made fine after
    }, { rootMargin: "200px" });
    this.sight.observe(this.element);
    this.say(scene.alt ?? "");
  }

  readPart(part) {
    const packed = this.scene.meshes[part.mesh];
    const mesh = this.painter.mesh(part.mesh, packed);
    const { low, high } = packed;
    const corners = mesh.segments ? null : [0, 1, 2, 3, 4, 5, 6, 7].map((number) =>
      low.map((value, axis) => ((number >> axis) & 1 ? high[axis] : value)));
    return { ...part, arraysOfMesh: mesh, meanMesh: mesh, meanId: part.mesh, corners, fill: colourBytes(part.colour ?? "#d8cbb2"),
      outlinePixels: part.outlinePixels ?? 1.3 };
  }

  readLabel(given) {
    const text = h("span", { class: "sls-name" }, given.text);
    const line = svg("line", { class: "sls-line" });
    const dot = svg("circle", { class: "sls-dot", r: 2.5 });
    this.names.append(text);
    this.lines.append(line, dot);
    return { ...given, text, line, dot, size: null };
  }

  /** The alternative text of the picture. */
  say(sentence) {
    if (this.canvas.getAttribute("aria-label") !== sentence) this.canvas.setAttribute("aria-label", sentence);
  }

  /** Turn the viewer by so many degrees. */
  turn(azimuth, elevation) {
    this.camera = orbited(this.camera, azimuth, elevation);
    this.redraw(true);
    this.act.turned?.(null);
  }

  zoom(times) {
    this.camera = zoomed(this.camera, times);
    this.redraw(true);
  }

  /** Show the named view; quietly, where nobody chose it. */
  show(id, quietly = false) {
    const view = this.scene.views.find((each) => each.id === id);
    if (!view) return;
    this.camera = cameraOf(view);
    this.redraw(false);
    if (!quietly) this.act.turned?.(id);
  }

  /** Whether the picture is held by a finger or the mouse: it stays rough until it is let go. */
  hold(held) {
    this.held = held;
    if (!held) this.redraw(false);
  }

  /** Turn and move a node: {turn (9 numbers), move} or {pose}. */
  setNode(id, node) {
    this.nodes.set(id, { ...this.nodes.get(id), ...node });
    this.redraw(true);
  }

  /** Give parts other points with the same faces: {id: array (n x 3)}; null gives a part its own back. */
  reshape(changes) {
    for (const part of this.parts.filter(({ id }) => id in changes)) {
      const points = changes[part.id];
      part.mesh = part.meanId;
      part.arraysOfMesh = part.meanMesh;
      if (!points) continue;
      const { indices } = part.meanMesh;
      part.mesh = `${part.meanId}/${this.number}/${part.id}`;
      part.arraysOfMesh = { points, indices, normals: smoothNormals({ points, indices }) };
      this.painter.reshape(part.mesh, part.arraysOfMesh);
      this.shaped.add(part.mesh);
    }
    this.redraw(true);
  }

  /** Show or hide a layer. */
  setLayer(id, on) {
    this.layers.set(id, on);
    this.groups = null;
    this.redraw(false);
  }

  /** Change bellies: {id: {points, colour, opacity, hidden}}; points null: the belly is not there. */
  setBellies(changes) {
    for (const belly of this.bellies) Object.assign(belly, changes[belly.id]);
    this.groups = null;
    this.redraw(true);
  }

  /** Change a label: {text, of, anchor, hidden}. */
  setLabel(id, change) {
    const label = this.labels.get(id);
    const { text, ...rest } = change;
    if (text !== undefined && label.text.textContent !== text) {
      setText(label.text, text);
      label.size = null;
    }
    Object.assign(label, rest);
    this.redraw(true);
  }

  /**
   * Draw soon: while it moves roughly and at once, after all changes of this moment and at most once a picture of the page;
   * at rest before the next picture of the page, with smooth edges.
   */
  redraw(moving) {
    clearTimeout(this.resting);
    if (moving && !this.held) this.resting = setTimeout(() => this.redraw(false), REST_MS);
    this.moving = moving;
    this.stale = true;
    if (this.frame !== null) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      if (this.stale) this.draw();
    });
    if (moving) queueMicrotask(() => this.stale && this.draw());
  }

  shows(layer) {
    return layer === undefined || layer === null || this.layers.get(layer) !== false;
  }

  /** The projection of the picture as it stands; pixels of the page, or with `ratio` of the canvas. */
  projection(ratio = 1) {
    const { width, height } = this.size;
    return projection(this.scene, this.camera, Math.max(Math.round(width * ratio), 1),
      Math.max(Math.round(height * ratio), 1));
  }

  draw() {
    if (!this.visible || !this.element.isConnected || !this.size.width) return;
    this.stale = false;
    const rough = this.moving && this.painter.slow();
    const ratio = rough ? 1 : Math.min(globalThis.devicePixelRatio || 1, 2);
    const view = { ...this.projection(ratio), ratio, outline: OUTLINE };
    if (!this.painter.paint(this.canvas, this.items(), view, rough)) return;
    const { drawn } = this.element.dataset;
    this.element.dataset.drawn = String(Number(drawn ?? 0) + 1);
    if (!drawn) this.element.dataset.first = performance.now().toFixed(1);
    this.placeNames();
    this.drawn?.();
  }

  /** What the painter draws: the parts, and the bellies in groups of one opacity. */
  items() {
    this.groups ??= this.groupBellies();
    const parts = this.parts.filter((part) => this.shows(part.layer) && !part.hidden)
      .map((part) => ({ ...part, ...this.nodes.get(part.node) }));
    return [...parts, ...this.groups];
  }

  /** Write the bellies that are seen into the arrays, the most solid first, and say which of them make a group. */
  groupBellies() {
    for (const belly of this.bellies) belly.line = null;
    const seen = this.bellies.filter((belly) => belly.points && !belly.hidden && this.shows(belly.layer));
    const opacities = [...new Set(seen.map((belly) => belly.opacity ?? 1))].sort((a, b) => b - a);
    let number = 0;
    this.bundle.changed = true;
    return opacities.map((opacity) => {
      const group = seen.filter((belly) => (belly.opacity ?? 1) === opacity);
      const first = number * FACES_OF_BELLY;
      for (const belly of group) {
        belly.line = writeBelly(this.bundle.arrays, number * ALONG * AROUND,
          { ...belly, fill: colourBytes(belly.colour) }, this.scene.joint);
        number += 1;
      }
      return { bundle: this.bundle, opacity, outlinePixels: 1, first, count: group.length * FACES_OF_BELLY };
    });
  }

  /** What is named by a label, in pixels of the page. */
  anchorOf(label, view) {
    const belly = label.of && this.bellies.find(({ id }) => id === label.of);
    if (label.of && !belly?.line) return null;
    if (belly) return projected(view, belly.line[Math.floor(ALONG / 2)]);
    const node = this.nodes.get(label.node) ?? {};
    return projected(view, plus(turnedBy(node.turn ?? IDENTITY, label.anchor), node.move ?? [0, 0, 0]));
  }

  /** How many pixels are free beside and below the parts. */
  freeBeside(view) {
    const corners = this.parts.filter((part) => this.shows(part.layer) && !part.hidden && part.corners).flatMap((part) => {
      const { turn = IDENTITY, move = [0, 0, 0] } = this.nodes.get(part.node) ?? {};
      return part.corners.map((corner) => projected(view, plus(turnedBy(turn, corner), move)));
    });
    if (!corners.length) return undefined;
    const across = corners.map(([x]) => x);
    return { left: Math.min(...across), right: view.width - Math.max(...across),
      bottom: view.height - Math.max(...corners.map(([, y]) => y)) };
  }

  /** Where names stand, as dodged() of labels.js gives it. */
  spotsOf(wanted, view) {
    return dodged(wanted, view, this.freeBeside(view));
  }

  placeNames() {
    const view = this.projection();
    const wanted = [];
    for (const label of this.labels.values()) {
      const at = !label.hidden && this.shows(label.layer) ? this.anchorOf(label, view) : null;
      for (const piece of [label.text, label.line, label.dot]) piece.style.display = at ? "" : "none";
      if (!at) continue;
      label.size ??= sizeOfName(label.text);
      wanted.push({ id: label.id, x: at[0], y: at[1], width: label.size[0], height: label.size[1] });
    }
    const spots = this.spotsOf(wanted, view);
    for (const each of wanted) {
      const { text, line, dot } = this.labels.get(each.id);
      const spot = spots[each.id];
      text.style.translate = `${spot.left}px ${spot.top}px`;
      const [[x1, y1], [x2, y2]] = leader(spot, each);
      for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(name, value.toFixed(1));
      dot.setAttribute("cx", x2.toFixed(1));
      dot.setAttribute("cy", y2.toFixed(1));
    }
  }

  /** The id of what is seen at a pixel of the stage; null where there is nothing. */
  at(x, y, slack = 4) {
    const view = this.projection();
    const parts = this.parts.filter((part) => this.shows(part.layer) && !part.hidden && (part.opacity ?? 1) >= 1
      && !part.arraysOfMesh.segments)
      .map(({ id, node, arraysOfMesh }) => ({ id, mesh: arraysOfMesh, turn: this.nodes.get(node)?.turn ?? IDENTITY,
        move: this.nodes.get(node)?.move ?? [0, 0, 0] }));
    const bellies = this.bellies.filter((belly) => belly.line && !belly.hidden && this.shows(belly.layer))
      .map(({ id, line, radius, tendon, opacity }) => ({ id, line, solid: (opacity ?? 1) >= 1,
        radii: line.map((_, i) => radiusAt(i / (ALONG - 1), radius, tendon)) }));
    return picked(rayOf(view, x, y), parts, bellies, slack * view.pixel)?.id ?? null;
  }

  tap(x, y, slack) {
    this.act.tap?.(this.at(x, y, slack));
  }

  remove() {
    this.painter.stages.delete(this.again);
    for (const id of this.shaped) this.painter.forget(id);
    this.sizes.disconnect();
    this.sight.disconnect();
    clearTimeout(this.resting);
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.element.remove();
  }
}

/** Width and height of a name; a box that wraps its words is made as narrow as they are. */
function sizeOfName(text) {
  text.style.inlineSize = "";
  const words = document.createRange();
  words.selectNodeContents(text);
  const { paddingLeft, paddingRight, borderLeftWidth, borderRightWidth, boxSizing } = getComputedStyle(text);
  const beside = [paddingLeft, paddingRight, borderLeftWidth, borderRightWidth].reduce((sum, edge) => sum + parseFloat(edge), 0);
  const across = Math.ceil(words.getBoundingClientRect().width);
  if (across && across + beside < text.offsetWidth) {
    text.style.inlineSize = `${across + (boxSizing === "border-box" ? beside : 0)}px`;
  }
  return [text.offsetWidth, text.offsetHeight];
}

function readNode({ turn, move, pose }) {
  if (pose) return { pose: Float32Array.from(pose.flat()) };
  return { turn: turn ? quaternionMatrix(turn) : IDENTITY, move: move ?? [0, 0, 0] };
}
