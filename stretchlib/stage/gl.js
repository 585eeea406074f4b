// The painter: one hidden WebGL2 context a page draws for all its stages, each of which gets its picture on a plain canvas.
import { IDENTITY, matrixProduct, minus, turnedBy } from "./vectors.js";
import { mirrors } from "./keyframes.js";
import { colourBytes, readMesh } from "./mesh.js";
import { ATTRIBUTES, outlineShader, surfaceShader, vertexShader } from "./shaders.js";

const PAINTER = Symbol.for("stretchlib.painter");
const SAMPLES = 4;
const QUICK_MS = 6; // a rough picture drawn in less: this computer can draw fine ones while they move
const CLOCKED_EVERY = 60; // rough pictures
const HIDDEN = 0.45; // how much of a mark shows through the body before it

const through = (item) => (item.opacity ?? 1) < 1;

/**
 * The painter of this page, made when it is first asked for; null where WebGL2 is missing. Each widget has its own copy
 * of this code, so the painter is kept on globalThis.
 */
export function pagePainter() {
  if (globalThis[PAINTER] === undefined) globalThis[PAINTER] = createPainter(document.createElement("canvas"));
  return globalThis[PAINTER];
}

/** A painter on a canvas that no page shows; null where it gives no WebGL2 context. */
export function createPainter(canvas) {
  const gl = canvas.getContext("webgl2", { alpha: true, antialias: false, depth: true, premultipliedAlpha: true,
    powerPreference: "low-power" });
  if (!gl) return null;
  const meshes = new Map(); // id -> {mesh, drawn, drawnCoarse}: the arrays stay, for a context that comes back and for picking
  const stages = new Set(); // functions that draw a stage again
  let programs = {}; // by what they draw, made when first needed
  let smoothing = null;
  let lost = false;
  let restored = 0; // how often
  let paints = 0; // rough ones
  let roughMs = Infinity; // what such a picture takes, until it is known

  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault(); // else it never comes back
    lost = true;
  });
  canvas.addEventListener("webglcontextrestored", () => {
    lost = false;
    restored += 1;
    programs = {};
    smoothing = null;
    for (const kept of meshes.values()) kept.drawn = kept.drawnCoarse = null;
    for (const again of stages) again();
  });

  function program(skinned, outline) {
    const made = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, vertexShader(skinned)],
      [gl.FRAGMENT_SHADER, outline ? outlineShader(skinned) : surfaceShader(skinned)]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(made, shader);
    }
    ATTRIBUTES.forEach((name, number) => gl.bindAttribLocation(made, number, name));
    gl.linkProgram(made);
    const at = Object.fromEntries(["turn", "move", "scale", "push", "flat_colour", "opacity", "bones"]
      .map((name) => [name, gl.getUniformLocation(made, name)]));
    return { made, at };
  }

  /** A buffer of `array` for the attribute `name` of the vertex array that is bound. */
  function attribute(name, array, size, { kind = gl.FLOAT, normalized = false, whole = false, usage = gl.STATIC_DRAW } = {}) {
    const number = ATTRIBUTES.indexOf(name);
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, array, usage);
    gl.enableVertexAttribArray(number);
    if (whole) gl.vertexAttribIPointer(number, size, kind, 0, 0);
    else gl.vertexAttribPointer(number, size, kind, normalized, 0, 0);
    return buffer;
  }

  /** Bring a mesh to the graphics chip: {vertices, count, wide, buffers}. */
  function upload(mesh, usage = gl.STATIC_DRAW) {
    const vertices = gl.createVertexArray();
    gl.bindVertexArray(vertices);
    const buffers = { points: attribute("point", mesh.points, 3, { usage }),
      normals: attribute("normal", mesh.normals, 3, { usage }) };
    if (mesh.colours) {
      buffers.colours = attribute("colour", mesh.colours, 3, { kind: gl.UNSIGNED_BYTE, normalized: true, usage });
    }
    if (mesh.along) buffers.along = attribute("along", mesh.along, 2, { usage });
    if (mesh.segments) {
      attribute("segments", mesh.segments, 4, { kind: gl.UNSIGNED_BYTE, whole: true });
      attribute("weights", mesh.weights, 4, { kind: gl.UNSIGNED_BYTE, normalized: true });
    }
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, mesh.indices, gl.STATIC_DRAW);
    gl.bindVertexArray(null);
    return { vertices, buffers, count: mesh.indices.length, wide: mesh.indices instanceof Uint32Array };
  }

  /** The arrays of the mesh `id`; `packed` is read when the page meets it for the first time. */
  function mesh(id, packed) {
    if (!meshes.has(id)) meshes.set(id, { mesh: readMesh(packed), drawn: null });
    return meshes.get(id).mesh;
  }

  /** Keep a mesh under an id of a stage's own; given again it has other points and the same faces. */
  function reshape(id, shaped) {
    const drawn = meshes.get(id)?.drawn ?? null;
    for (const name of drawn ? ["points", "normals"] : []) {
      gl.bindBuffer(gl.ARRAY_BUFFER, drawn.buffers[name]);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, shaped[name]);
    }
    meshes.set(id, { mesh: shaped, drawn });
  }

  /** What is drawn of an item: a kept mesh, or a run of a bundle, {arrays that change, changed, drawn}. */
  function drawable({ mesh: id, bundle, first, count }, rough) {
    if (!bundle) {
      const kept = meshes.get(id);
      const coarse = rough && kept.mesh.coarse;
      const name = coarse ? "drawnCoarse" : "drawn";
      kept[name] ??= upload(coarse || kept.mesh);
      return kept[name];
    }
    if (bundle.drawn?.restored !== restored) { // asking the context itself would wait for all that it draws
      bundle.drawn = { ...upload(bundle.arrays, gl.DYNAMIC_DRAW), restored };
    } else if (bundle.changed) {
      for (const name of ["points", "normals", "colours"]) {
        gl.bindBuffer(gl.ARRAY_BUFFER, bundle.drawn.buffers[name]);
        gl.bufferSubData(gl.ARRAY_BUFFER, 0, bundle.arrays[name]);
      }
    }
    bundle.changed = false;
    return { ...bundle.drawn, first, count };
  }

  /** The framebuffer that smooths edges, of this size. */
  function smoothed(width, height) {
    if (smoothing?.width === width && smoothing.height === height) return smoothing.frame;
    if (smoothing) {
      gl.deleteFramebuffer(smoothing.frame);
      smoothing.stores.forEach((store) => gl.deleteRenderbuffer(store));
    }
    const frame = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    const stores = [[gl.RGBA8, gl.COLOR_ATTACHMENT0], [gl.DEPTH_COMPONENT24, gl.DEPTH_ATTACHMENT]].map(([format, point]) => {
      const store = gl.createRenderbuffer();
      gl.bindRenderbuffer(gl.RENDERBUFFER, store);
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, SAMPLES, format, width, height);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, point, gl.RENDERBUFFER, store);
      return store;
    });
    smoothing = { frame, stores, width, height };
    return frame;
  }

  /** Take the program for an item's surface or its outline, and tell it where the item stands. */
  function use(item, view, outline) {
    const kind = `${item.pose ? "skinned" : "rigid"} ${outline ? "outline" : "surface"}`;
    programs[kind] ??= program(Boolean(item.pose), outline);
    const { made, at } = programs[kind];
    gl.useProgram(made);
    const { pixel, width, height, reach, ratio } = view;
    const move = turnedBy(view.matrix, minus(item.move ?? [0, 0, 0], view.centre));
    move[2] += item.near ?? 0; // towards the viewer, which changes nothing but what hides what
    gl.uniformMatrix3fv(at.turn, true, matrixProduct(view.matrix, item.turn ?? IDENTITY));
    gl.uniform3fv(at.move, move);
    gl.uniform3f(at.scale, 2 / (pixel * width), 2 / (pixel * height), -1 / reach);
    gl.uniform1f(at.opacity, item.opacity ?? 1);
    gl.uniform1f(at.push, outline ? (item.outlinePixels ?? 1) * ratio * pixel : 0);
    if (outline) gl.uniform3fv(at.flat_colour, view.outline);
    if (item.pose) gl.uniform4fv(at.bones, item.pose);
  }

  function draw(drawn) {
    gl.drawElements(gl.TRIANGLES, drawn.count, drawn.wide ? gl.UNSIGNED_INT : gl.UNSIGNED_SHORT,
      (drawn.first ?? 0) * (drawn.wide ? 4 : 2));
  }

  /** The lit surface of an item. A see-through one hides what of itself lies behind. */
  function drawSurface(item, view, rough) {
    const drawn = drawable(item, rough);
    gl.bindVertexArray(drawn.vertices);
    use(item, view, false);
    if (!drawn.buffers.colours) gl.vertexAttrib3fv(ATTRIBUTES.indexOf("colour"), item.fill.map((byte) => byte / 255));
    if (!drawn.buffers.along) gl.vertexAttrib2f(ATTRIBUTES.indexOf("along"), -1, 0);
    gl.cullFace(gl.BACK);
    item.pose ? gl.disable(gl.CULL_FACE) : gl.enable(gl.CULL_FACE); // skin may fold: both sides of it are drawn
    if (through(item)) {
      gl.colorMask(false, false, false, false);
      draw(drawn);
      gl.colorMask(true, true, true, true);
    }
    draw(drawn);
  }

  /** Its outline: back faces pushed out, of which the surface leaves only the rim. */
  function drawOutline(item, view, rough) {
    if (item.outline === false || (rough && through(item))) return;
    const drawn = drawable(item, rough);
    gl.bindVertexArray(drawn.vertices);
    gl.enable(gl.CULL_FACE);
    gl.cullFace(gl.FRONT);
    use(item, view, true);
    draw(drawn);
  }

  /** Wait for the picture now and then, to learn how long this computer takes over one. */
  function clocked(begun) {
    paints += 1;
    if (paints % CLOCKED_EVERY !== 2) return; // the first has shaders to compile
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    roughMs = performance.now() - begun;
  }

  /** A mark of the skin faintly through what lies before it. */
  function drawHidden(item, view) {
    const drawn = drawable(item);
    gl.bindVertexArray(drawn.vertices);
    use({ ...item, opacity: HIDDEN * (item.opacity ?? 1) }, view, false);
    gl.disable(gl.CULL_FACE);
    gl.depthFunc(gl.GREATER);
    gl.depthMask(false);
    draw(drawn);
    gl.depthMask(true);
    gl.depthFunc(gl.LEQUAL);
  }

  /**
   * Draw items in a view (projection of camera.js, `ratio`, and `outline`, a colour) and lay the picture on `target`, a
   * plain canvas of view.width x view.height pixels. `rough` is quicker: coarse meshes, edges not smoothed. Returns false
   * while the context is lost: the last picture stays.
   */
  function paint(target, items, view, rough) {
    if (lost) return false;
    const begun = performance.now();
    const smooth = !rough;
    const { width, height } = view;
    if (canvas.width < width || canvas.height < height) {
      canvas.width = Math.max(canvas.width, width);
      canvas.height = Math.max(canvas.height, height);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, smooth ? smoothed(width, height) : null);
    gl.viewport(0, 0, width, height);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.frontFace(mirrors(view.matrix) ? gl.CW : gl.CCW);
    const outline = colourBytes(view.outline).map((byte) => byte / 255);
    const coloured = { ...view, outline };
    const solid = items.filter((item) => !through(item));
    for (const item of solid) drawSurface(item, coloured, rough);
    for (const item of solid) drawOutline(item, coloured, rough);
    gl.enable(gl.BLEND);
    for (const item of items.filter(through)) {
      drawSurface(item, coloured, rough);
      drawOutline(item, coloured, rough);
    }
    for (const item of items) if (item.mark) drawHidden(item, coloured);
    gl.disable(gl.BLEND);
    gl.bindVertexArray(null);
    if (rough) clocked(begun);
    if (smooth) {
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, smoothed(width, height));
      gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
      gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    }
    if (target.width !== width || target.height !== height) [target.width, target.height] = [width, height];
    const flat = target.getContext("2d");
    flat.globalCompositeOperation = "copy";
    flat.drawImage(canvas, 0, canvas.height - height, width, height, 0, 0, width, height);
    return true;
  }

  return { canvas, paint, mesh, reshape, forget: (id) => meshes.delete(id), stages, lost: () => lost, slow: () => roughMs > QUICK_MS, gl };
}
