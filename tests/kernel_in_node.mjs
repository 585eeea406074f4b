// The Python of the published site under Node: Pyodide's core, and on it the Python files of JupyterLite's kernel.
// Arguments: the core's folder, the folder of packages, the learner's drive, a Python file. Prints what its last line is.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [core, packages, drive, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: core });
for (const [root, mountPoint] of [[packages, "/packages"], [drive, "/drive"]]) {
  pyodide.FS.mkdirTree(mountPoint);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root }, mountPoint);
}
try {
  console.log(await pyodide.runPythonAsync(readFileSync(script, "utf-8")));
} catch (error) {
  process.stderr.write(`${error.message || error.stack}\n`);
  process.exitCode = 1;
}
