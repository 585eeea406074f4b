// Small vectors and turns. A vector is [x, y, z], a 3 x 3 matrix nine numbers row by row, a quaternion [w, x, y, z].

export const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const plus = (a, b, times = 1) => [a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times];
export const minus = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaled = (a, times) => [a[0] * times, a[1] * times, a[2] * times];
export const cross = (a, b) => [
  a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0],
];
export const norm = (a) => Math.sqrt(dot(a, a));

/** A vector of length 1 in the same direction; `fallback` where there is none. */
export function unit(a, fallback = [0, 1, 0]) {
  const length = norm(a);
  return length > 1e-9 ? scaled(a, 1 / length) : fallback;
}

/** matrix times vector. */
export function turnedBy(m, [x, y, z]) {
  return [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z];
}

/** The vector that the matrix of a turn would bring here. */
export function turnedBack(m, [x, y, z]) {
  return [m[0] * x + m[3] * y + m[6] * z, m[1] * x + m[4] * y + m[7] * z, m[2] * x + m[5] * y + m[8] * z];
}

/** The transpose of a turn takes a vector back. */
export function transposed(m) {
  return [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
}

/** first times second. */
export function matrixProduct(first, second) {
  const product = new Array(9);
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      product[3 * row + column] = first[3 * row] * second[column] + first[3 * row + 1] * second[3 + column]
        + first[3 * row + 2] * second[6 + column];
    }
  }
  return product;
}

/** The matrix of a quaternion [w, x, y, z] of length 1. */
export function quaternionMatrix([w, x, y, z]) {
  return [
    1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
    2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
    2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
  ];
}

/** The turn of the thigh in the pelvis, Rz(flexion) Rx(adduction) Ry(rotation); degrees, x front, y up, z right. */
export function thighMatrix({ flexion, adduction, rotation }) {
  const [f, a, r] = [flexion, adduction, rotation].map((degrees) => (degrees * Math.PI) / 180);
  const [cf, ca, cr] = [Math.cos(f), Math.cos(a), Math.cos(r)];
  const [sf, sa, sr] = [Math.sin(f), Math.sin(a), Math.sin(r)];
  return [
    cf * cr - sf * sa * sr, -sf * ca, cf * sr + sf * sa * cr,
    sf * cr + cf * sa * sr, cf * ca, sf * sr - cf * sa * cr,
    -ca * sr, sa, ca * cr,
  ];
}
