// Python in a worker of its own, so that the page stays awake and an endless loop can be stopped.
// Everything comes from the folder of this file.
import { runPieces, startPython } from "./python.mjs";

const AT_ONCE = 200; // writes that are passed on one by one; a program that prints on gets batches
const BATCH = 60; // milliseconds

async function text(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return [name, await answer.text()];
}

// Pyodide waits for ever for a file that is not there.
const NEEDED = ["pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];

async function look(name) {
  const answer = await fetch(new URL(`pyodide/${name}`, import.meta.url), { method: "HEAD" });
  if (answer.status === 404) throw new Error(`${name}: 404`);
}

async function start() {
  await Promise.all(NEEDED.map(look));
  const { loadPyodide } = await import("./pyodide/pyodide.mjs");
  const sources = await Promise.all(["page_driver.py", "wasm_loop.py"].map(text));
  return startPython(loadPyodide, Object.fromEntries(sources));
}

const python = start();
python.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ lost: String(error?.message ?? error) }),
);

onmessage = async ({ data: job }) => {
  let state;
  try {
    state = await python;
  } catch {
    return; // it was said above
  }
  let writes = 0;
  let waiting = "";
  let last = 0;
  const write = (part) => {
    waiting += part;
    writes += 1;
    if (writes > AT_ONCE && Date.now() - last < BATCH) return;
    last = Date.now();
    postMessage({ text: waiting });
    waiting = "";
  };
  try {
    const reached = runPieces(state, job, write, job.pieces.length - 1);
    if (waiting) postMessage({ text: waiting });
    postMessage({ done: { count: reached.length, error: reached.at(-1).error } });
  } catch (error) {
    if (waiting) postMessage({ text: waiting });
    postMessage({ broken: String(error?.message ?? error).trim().split("\n").at(-1) });
  }
};
