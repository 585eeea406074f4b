// The two passes of a part in GLSL: back faces pushed out along their normals (the outline), then the lit surface.

export const MOST_SEGMENTS = 32;

/** Attribute names by their number, the same in every program. */
export const ATTRIBUTES = ["point", "normal", "colour", "along", "segments", "weights"];

const SKIN = `
uniform vec4 bones[${2 * MOST_SEGMENTS}];
in uvec4 segments;
in vec4 weights;
// Dual quaternions, blended; the heaviest segment of a point decides the signs (listed first by who packs the mesh).
void stand(inout vec3 at, inout vec3 facing) {
  vec4 first = bones[2u * segments.x];
  vec4 real = vec4(0.0), dual = vec4(0.0);
  for (int i = 0; i < 4; i++) {
    vec4 q = bones[2u * segments[i]], d = bones[2u * segments[i] + 1u];
    float weight = dot(q, first) < 0.0 ? -weights[i] : weights[i];
    real += weight * q;
    dual += weight * d;
  }
  float size = length(real);
  real /= size;
  dual /= size;
  at += 2.0 * cross(real.yzw, cross(real.yzw, at) + real.x * at)
      + 2.0 * (real.x * dual.yzw - dual.x * real.yzw + cross(real.yzw, dual.yzw));
  facing += 2.0 * cross(real.yzw, cross(real.yzw, facing) + real.x * facing);
}`;

const RIGID = "void stand(inout vec3 at, inout vec3 facing) {}";

export const vertexShader = (skinned) => `#version 300 es
precision highp float;
uniform mat3 turn;
uniform vec3 move, scale;
uniform float push;
in vec3 point, normal, colour;
in vec2 along;
out vec3 facing, tint;
out vec2 fibre;
${skinned ? SKIN : RIGID}
void main() {
  vec3 at = point, looks = normal;
  stand(at, looks);
  facing = turn * looks;
  tint = colour;
  fibre = along;
  vec3 seen = turn * at + move + facing * push;
  gl_Position = vec4(seen * scale, 1.0);
}`;

// A skin folds, so that back faces may look at the viewer: no outline there. Without it depth can be tested early.
export const outlineShader = (skinned) => `#version 300 es
precision mediump float;
uniform vec3 flat_colour;
uniform float opacity;
in vec3 facing;
out vec4 paint;
void main() {
  ${skinned ? "if (facing.z > 0.0) discard;" : ""}
  paint = vec4(flat_colour * opacity, opacity);
}`;

// Bones and bellies: a warm shade and a soft gloss.
const WARM = `
  vec3 shade = mix(tone * vec3(0.60, 0.53, 0.48), tone, smoothstep(0.10, 0.72, lit));
  shade = mix(shade, vec3(1.0), 0.24 * smoothstep(0.76, 1.0, lit));`;

// People are lit as in print, so that clothes keep their colour in the shade: DARK and LIT of figures/people/render.py.
const AS_IN_PRINT = `
  vec3 shade = min(tone * mix(0.66, 1.06, pow(lit, 1.3)), vec3(1.0));`;

// Half-Lambert light from the upper left. "fibre" (how far along a belly, how far round) is (-1, 0) for a bone: a belly's
// ends take the tone of tendon, and thin darker lines run along it.
export const surfaceShader = (skinned) => `#version 300 es
precision mediump float;
uniform float opacity;
in vec3 facing, tint;
in vec2 fibre;
out vec4 paint;
const vec3 LIGHT = vec3(-0.350, 0.600, 0.720);
const vec3 TENDON = vec3(0.925, 0.885, 0.800);
void main() {
  vec3 n = normalize(facing);
  float lit = 0.5 + 0.5 * dot(n.z < 0.0 ? -n : n, normalize(LIGHT));
  vec3 tone = tint;
  if (fibre.x >= 0.0) {
    float belly = smoothstep(0.03, 0.16, fibre.x) * smoothstep(0.97, 0.84, fibre.x);
    float lines = 0.5 + 0.5 * cos(6.2831853 * 10.0 * fibre.y);
    tone = mix(TENDON, tint * (0.90 + 0.10 * lines), belly);
  }
${skinned ? AS_IN_PRINT : WARM}
  paint = vec4(shade * opacity, opacity);
}`;
