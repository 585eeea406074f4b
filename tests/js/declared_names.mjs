// The names that scripts declare, read with the parser that Node brings with it (acorn): names.test.mjs runs it as
// node --expose-internals declared_names.mjs FILE ...; prints [[file, line, name], ...] as JSON. Of an HTML file
// its script is read.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { parse } = require("internal/deps/acorn/acorn/dist/acorn");
const { full } = require("internal/deps/acorn/acorn-walk/dist/walk");

/** The identifiers that a binding pattern declares: `{ a: b, ...rest }` declares b and rest. */
function namesOf(pattern) {
  switch (pattern?.type) {
    case "Identifier": return [pattern];
    case "ObjectPattern": return pattern.properties.flatMap((property) => namesOf(property.value ?? property.argument));
    case "ArrayPattern": return pattern.elements.flatMap(namesOf);
    case "AssignmentPattern": return namesOf(pattern.left);
    case "RestElement": return namesOf(pattern.argument);
    default: return [];
  }
}

/** The patterns in which a node declares names: variables, functions, classes, parameters, catch, imports. */
function patternsOf(node) {
  if (node.type === "VariableDeclarator") return [node.id];
  if (node.type === "CatchClause") return [node.param];
  if (/^Import\w*Specifier$/.test(node.type)) return [node.local];
  return [...(node.params ?? []), /^(Function|Class)/.test(node.type) ? node.id : null];
}

/** The script of a file, with as many lines before it as in the file. */
function scriptOf(file) {
  const text = readFileSync(file, "utf8");
  const [, before, script] = file.endsWith(".html") ? /^(.*<script>)(.*)<\/script>/s.exec(text) ?? ["", "", ""] : [text, "", text];
  return before.replace(/[^\n]/g, "") + script;
}

function declaredNames(file) {
  const names = [];
  const tree = parse(scriptOf(file), { ecmaVersion: "latest", sourceType: "module", locations: true });
  full(tree, (node) => names.push(...patternsOf(node).flatMap(namesOf)));
  return names.map((name) => [file, name.loc.start.line, name.name]);
}

console.log(JSON.stringify(process.argv.slice(2).flatMap(declaredNames)));
