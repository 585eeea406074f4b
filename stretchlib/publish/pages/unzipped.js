// Data that a page holds packed, because the skin of a person and the bones of 26 are large: gzip in base64.

/** The value of a packed JSON text; null where this browser cannot unpack it. */
export async function unzipped(packed) {
  if (!packed || !globalThis.DecompressionStream) return null;
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
