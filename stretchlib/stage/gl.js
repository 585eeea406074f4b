// The painter: one hidden WebGL2 context a page draws for all its stages, each of which gets its picture on a plain canvas.
import { IDENTITY, matrixProduct, minus, turnedBy } from "./vectors.js";
import { colourBytes, readMesh } from "./mesh.js";
import { ATTRIBUTES, fragmentShader, vertexShader } from "./shaders.js";

const PAINTER = Symbol.for("stretchlib.painter");
const SAMPLES = 4;

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
  const meshes = new Map(); // id -> {mesh, drawn}: the arrays stay, for a context that comes back and for picking
  const stages = new Set(); // functions that draw a stage again
  let programs = {}; // rigid, skinned: made when first needed
  let smoothing = null;
  let lost = false;

  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault(); // else it never comes back
    lost = true;
  });
  canvas.addEventListener("webglcontextrestored", () => {
    lost = false;
    programs = {};
    smoothing = null;
    for (const kept of meshes.values()) kept.drawn = null;
    for (const again of stages) again();
  });

  function program(skinned) {
    const made = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, vertexShader(skinned)], [gl.FRAGMENT_SHADER, fragmentShader]]) {
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

  /** What is drawn of an item: a kept mesh, or a run of a bundle, {arrays that change, changed, drawn}. */
  function drawable({ mesh: id, bundle, first, count }) {
    if (!bundle) {
      const kept = meshes.get(id);
      kept.drawn ??= upload(kept.mesh);
      return kept.drawn;
    }
    if (!bundle.drawn || !gl.isVertexArray(bundle.drawn.vertices)) {
      bundle.drawn = upload(bundle.arrays, gl.DYNAMIC_DRAW);
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

  function uniforms(at, item, view) {
    const turn = matrixProduct(view.matrix, item.turn ?? IDENTITY);
    const move = turnedBy(view.matrix, minus(item.move ?? [0, 0, 0], view.centre));
    gl.uniformMatrix3fv(at.turn, true, turn);
    gl.uniform3fv(at.move, move);
    const { pixel, width, height, reach } = view;
    gl.uniform3f(at.scale, 2 / (pixel * width), 2 / (pixel * height), -1 / reach);
    gl.uniform1f(at.opacity, item.opacity ?? 1);
    if (at.bones && item.pose) gl.uniform4fv(at.bones, item.pose);
  }

  function draw(drawn) {
    gl.drawElements(gl.TRIANGLES, drawn.count, drawn.wide ? gl.UNSIGNED_INT : gl.UNSIGNED_SHORT,
      (drawn.first ?? 0) * (drawn.wide ? 4 : 2));
  }

  /** One item: its outline, then its surface. See-through ones hide what of themselves lies behind. */
  function drawItem(item, view) {
    const drawn = drawable(item);
    const kind = item.pose ? "skinned" : "rigid";
    programs[kind] ??= program(kind === "skinned");
    const { made, at } = programs[kind];
    const through = (item.opacity ?? 1) < 1;
    gl.useProgram(made);
    gl.bindVertexArray(drawn.vertices);
    uniforms(at, item, view);
    if (!drawn.buffers.colours) gl.vertexAttrib3fv(ATTRIBUTES.indexOf("colour"), item.fill.map((byte) => byte / 255));
    if (!drawn.buffers.along) gl.vertexAttrib2f(ATTRIBUTES.indexOf("along"), -1, 0);
    const plain = () => {
      gl.cullFace(gl.BACK);
      item.pose ? gl.disable(gl.CULL_FACE) : gl.enable(gl.CULL_FACE); // skin may fold: both sides of it are drawn
      gl.uniform1f(at.push, 0);
      gl.uniform4f(at.flat_colour, 0, 0, 0, 0);
      draw(drawn);
    };
    if (through) {
      gl.colorMask(false, false, false, false);
      plain();
      gl.colorMask(true, true, true, true);
      gl.enable(gl.BLEND);
    }
    plain();
    gl.disable(gl.BLEND);
    if (item.outline === false) return;
    gl.enable(gl.CULL_FACE);
    gl.cullFace(gl.FRONT);
    gl.uniform1f(at.push, (item.outlinePixels ?? 1) * view.ratio * view.pixel);
    gl.uniform4f(at.flat_colour, ...view.outline, 1);
    if (through) gl.enable(gl.BLEND);
    draw(drawn);
    gl.disable(gl.BLEND);
  }

  /**
   * Draw items in a view (projection of camera.js, and `outline`, a colour) and lay the picture on `target`, a plain
   * canvas of view.width x view.height pixels. Returns false while the context is lost: the last picture stays.
   */
  function paint(target, items, view, smooth) {
    if (lost || gl.isContextLost()) return false;
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
    const outline = colourBytes(view.outline).map((byte) => byte / 255);
    const solid = (item) => (item.opacity ?? 1) >= 1;
    for (const item of [...items.filter(solid), ...items.filter((each) => !solid(each))]) {
      drawItem(item, { ...view, outline });
    }
    gl.bindVertexArray(null);
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

  return { canvas, paint, mesh, stages, lost: () => lost, gl };
}
