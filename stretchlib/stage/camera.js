// Where the viewer stands: pure functions from a view and the size of a canvas to a projection, and back.
import { dot, minus, plus, scaled, turnedBy } from "./vectors.js";

export const LOWEST = -85; // degrees of elevation; a view from straight above has no up
export const HIGHEST = 85;
export const ZOOMS = [0.6, 5];

/** The axes of the patient in a scene: to the front, upwards, to the patient's right. */
const PATIENT = {
  "front-up-right": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  "front-left-up": [[1, 0, 0], [0, 0, 1], [0, -1, 0]],
};

export const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** A camera from a named view of a scene. */
export function cameraOf(view) {
  return { azimuth: view.azimuth ?? 0, elevation: view.elevation ?? 0, zoom: view.zoom ?? 1 };
}

/** The camera turned by so many degrees; it stops above and below. */
export function orbited(camera, azimuth, elevation = 0) {
  return { ...camera, azimuth: (((camera.azimuth + azimuth) % 360) + 360) % 360,
    elevation: within(camera.elevation + elevation, LOWEST, HIGHEST) };
}

/** The camera `times` nearer. */
export function zoomed(camera, times) {
  return { ...camera, zoom: within(camera.zoom * times, ...ZOOMS) };
}

/**
 * The projection of a scene on a canvas of width x height pixels: {matrix (rows: right, up, towards the viewer),
 * centre, pixel (size of a pixel in the scene's unit), width, height, reach (half the depth that is drawn)}.
 */
export function projection(scene, camera, width, height) {
  const [azimuth, elevation] = [camera.azimuth, camera.elevation].map((degrees) => (degrees * Math.PI) / 180);
  const [front, up, right] = PATIENT[scene.axes];
  const away = plus(scaled(front, Math.cos(azimuth)), right, Math.sin(azimuth));
  const toViewer = plus(scaled(away, Math.cos(elevation)), up, Math.sin(elevation));
  const toRight = plus(scaled(front, Math.sin(azimuth)), right, -Math.cos(azimuth));
  const upwards = plus(scaled(up, Math.cos(elevation)), away, -Math.sin(elevation));
  const [across, high] = scene.extent;
  const pixel = Math.max(across / width, high / height) / camera.zoom;
  return { matrix: [...toRight, ...upwards, ...toViewer], centre: scene.centre, pixel, width, height,
    reach: 2 * Math.max(across, high) };
}

/** [x, y] in pixels from the top left corner, and how near to the viewer (in the scene's unit). */
export function projected({ matrix, centre, pixel, width, height }, point) {
  const [x, y, near] = turnedBy(matrix, minus(point, centre));
  return [width / 2 + x / pixel, height / 2 - y / pixel, near];
}

/** The ray of a pixel: {from, along}, where `along` points away from the viewer, in the scene's frame. */
export function rayOf({ matrix, centre, pixel, width, height, reach }, x, y) {
  const [right, up, near] = [matrix.slice(0, 3), matrix.slice(3, 6), matrix.slice(6, 9)];
  const from = plus(plus(plus(centre, right, (x - width / 2) * pixel), up, (height / 2 - y) * pixel), near, reach);
  return { from, along: scaled(near, -1) };
}

/** How far `point` lies from a ray, and how far along it. */
export function fromRay({ from, along }, point) {
  const between = minus(point, from);
  const distance = dot(between, along);
  return { distance, aside: Math.hypot(...minus(between, scaled(along, distance))) };
}
