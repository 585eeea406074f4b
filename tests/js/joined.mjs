// A script of the library with all it imports as one text, as the notebook and the pages carry it.
import { readFileSync } from "node:fs";

const LOCAL_IMPORT = /^import \{[^}]*\} from "(\.\.?\/[\w./]+)";$/gm;
const LIBRARY = new URL("../../stretchlib/", import.meta.url);

/** The file at `path` in the library, each of its imports before it; what `seen` holds already is left out. */
export function joined(path, seen = new Set()) {
  const address = new URL(path, LIBRARY);
  if (seen.has(address.href)) return "";
  seen.add(address.href);
  const text = readFileSync(address, "utf-8");
  const before = [...text.matchAll(LOCAL_IMPORT)].map((match) => joined(new URL(match[1], address).href, seen));
  return [...before, text.replaceAll(LOCAL_IMPORT, "")].join("\n");
}

/** The address of a file in the library, for the second argument of `joined`. */
export const addressOf = (path) => new URL(path, LIBRARY).href;
