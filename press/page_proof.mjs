// Run chains in the Python that readers get in the page: `node page_proof.mjs PYODIDE GLUE`, where
// GLUE is theme/web/run/python.mjs. A line of JSON on standard input is a chain, a line on standard
// output what it did, after a first line that says that Python is there.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const [, , folder, glue] = process.argv;
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);
const { startPython, runPieces } = await import(pathToFileURL(glue).href);
const say = (what) => fs.writeSync(1, JSON.stringify(what) + "\n");

let state = null;
for await (const line of readline.createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  if (state === null) {
    state = await startPython(loadPyodide, job.sources);
    say({ ready: true });
  } else {
    say(runPieces(state, job));
  }
}
