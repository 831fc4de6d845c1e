// Run one chain in Pyodide: `node wasm.mjs run FOLDER` with a job on standard input, as
// press/examples/wasm.py writes it. `node wasm.mjs snapshot FOLDER` keeps the memory of a fresh
// interpreter, which then starts ten times as fast.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [, , what, folder] = process.argv;
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);
const kept = path.join(folder, "snapshot.bin");
const options = {
  env: { TZ: "UTC", PYTHONHASHSEED: "0", PYTHONUTF8: "1", COLUMNS: "78", NO_COLOR: "1", HOME: "/tmp" },
};

if (what === "snapshot") {
  const python = await loadPyodide({ ...options, _makeSnapshot: true });
  fs.writeFileSync(`${kept}.new`, python.makeMemorySnapshot());
  fs.renameSync(`${kept}.new`, kept);
} else {
  const job = JSON.parse(fs.readFileSync(0, "utf-8"));
  if (fs.existsSync(kept)) options._loadSnapshot = fs.readFileSync(kept);
  const python = await loadPyodide(options);
  const { FS } = python; // which it refuses to hand out once an example has ended it
  for (const [name, text] of Object.entries(job.files)) {
    FS.mkdirTree(path.posix.dirname(name));
    FS.writeFile(name, text);
  }
  process.stdout.write("ready\n");
  python.globals.set("PIECES", python.toPy(job.pieces));
  let ended = "";
  try {
    python.runPython(job.driver);
  } catch (error) {
    ended = String(error.message ?? error).trim().split("\n").at(-1).slice(0, 200);
  }
  process.stdout.write(FS.readFile(job.report, { encoding: "utf8" }));
  process.stdout.write("output " + Buffer.from(FS.readFile(job.output)).toString("base64") + "\n");
  if (ended) process.stdout.write("ended " + ended + "\n");
}
process.exit(0);
