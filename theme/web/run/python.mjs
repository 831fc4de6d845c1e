// One Python for many examples: the same in the reader's browser (worker.mjs) and in the proof
// that the press makes before an example gets its button (press/page_proof.mjs).

export const OPTIONS = {
  env: { TZ: "UTC", PYTHONHASHSEED: "0", PYTHONUTF8: "1", COLUMNS: "78", NO_COLOR: "1", HOME: "/tmp" },
};

/** Start Python; `sources` are the driver's two modules by file name. */
export async function startPython(loadPyodide, sources, options = {}) {
  const python = await loadPyodide({ ...OPTIONS, ...options });
  const decoder = new TextDecoder();
  const state = { listen: () => {} };
  const device = {
    isatty: false,
    write: (bytes) => {
      state.listen(decoder.decode(bytes, { stream: true }));
      return bytes.length;
    },
  };
  python.setStdin({ stdin: () => null });
  python.setStdout(device);
  python.setStderr(device);
  python.FS.mkdirTree("/driver");
  for (const [name, text] of Object.entries(sources)) python.FS.writeFile(`/driver/${name}`, text);
  python.runPython("import sys\nsys.path.insert(0, '/driver')\nimport page_driver\npage_driver.start()\nsys.path.remove('/driver')");
  state.driver = python.pyimport("page_driver");
  return state;
}

/** Run `pieces`, each [code, hidden, goes on after an error]; `write` gets what the piece with the
 *  index `of` prints (without it, everything). With `whole`, what Python does at exit is the last
 *  piece's. Returns for each piece that was reached what it printed and the error it ended with. */
export function runPieces(state, { files, pieces, whole }, write = () => {}, of = -1) {
  let printed = "";
  let now = 0;
  let muted = false;
  state.listen = (text) => {
    if (muted) return;
    printed += text;
    if (of < 0 || of === now) write(text);
  };
  const reached = [];
  state.driver.begin(JSON.stringify(files));
  for (const [code, hidden, goesOn] of pieces) {
    printed = "";
    now = reached.length;
    const told = state.driver.step(code, hidden);
    const error = told ? JSON.parse(told) : null;
    reached.push({ output: printed, error });
    if (error && !goesOn) break;
  }
  muted = !whole;
  state.driver.end();
  reached[now].output = printed;
  return reached;
}
