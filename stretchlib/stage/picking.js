// What lies under a finger: the foremost belly or part on the ray of a pixel.
import { fromRay } from "./camera.js";
import { cross, dot, minus, transposed, turnedBy } from "./vectors.js";

/** How far along the ray {from, along} it meets the triangles of a mesh, the nearest; Infinity where it does not. */
export function meets({ from, along }, { points, indices }) {
  let nearest = Infinity;
  for (let face = 0; face < indices.length; face += 3) {
    const [a, b, c] = [3 * indices[face], 3 * indices[face + 1], 3 * indices[face + 2]];
    const first = [points[a], points[a + 1], points[a + 2]];
    const u = [points[b] - first[0], points[b + 1] - first[1], points[b + 2] - first[2]];
    const v = [points[c] - first[0], points[c + 1] - first[1], points[c + 2] - first[2]];
    const aside = cross(along, v);
    const size = dot(u, aside);
    if (Math.abs(size) < 1e-12) continue;
    const between = minus(from, first);
    const atU = dot(between, aside) / size;
    if (atU < 0 || atU > 1) continue;
    const q = cross(between, u);
    const atV = dot(along, q) / size;
    if (atV < 0 || atU + atV > 1) continue;
    const distance = dot(v, q) / size;
    if (distance > 0 && distance < nearest) nearest = distance;
  }
  return nearest;
}

/** The ray as a mesh sees it that stands turned and moved. */
export function rayInFrame({ from, along }, turn, move) {
  const back = transposed(turn);
  return { from: turnedBy(back, minus(from, move)), along: turnedBy(back, along) };
}

/** How far along the ray it meets a belly, a line with a radius at each point, `slack` wider; Infinity where it does not. */
export function meetsBelly(ray, line, radii, slack = 0) {
  let nearest = Infinity;
  line.forEach((point, i) => {
    const { distance, aside } = fromRay(ray, point);
    if (aside <= radii[i] + slack) nearest = Math.min(nearest, distance - radii[i]);
  });
  return nearest;
}

/**
 * {id, kind, at} of what the ray meets first; null where there is nothing. parts: [{id, mesh, turn, move}], bellies:
 * [{id, line, radii, solid}]; `slack`, in the scene's unit, makes bellies wider for a finger. Through a faint belly a
 * solid one behind it is met, unless a part lies between.
 */
export function picked(ray, parts, bellies, slack = 0) {
  const hits = [
    ...parts.map(({ id, mesh, turn, move }) => ({ id, kind: "part", at: meets(rayInFrame(ray, turn, move), mesh) })),
    ...bellies.map(({ id, line, radii, solid }) =>
      ({ id, kind: solid ? "solid belly" : "belly", at: meetsBelly(ray, line, radii, slack) })),
  ].filter(({ at }) => at < Infinity).sort((a, b) => a.at - b.at);
  const foremost = hits.find(({ kind }) => kind !== "belly");
  return (foremost?.kind === "solid belly" ? foremost : hits[0]) ?? null;
}
