// Run, Edit, Stop and Reset on the examples that the press has seen run in this very Python.
// Nothing is fetched before the first click. press/run_in_page.py writes the bars and the data.
(() => {
  const base = new URL(".", document.currentScript.src);
  const bars = [...document.querySelectorAll(".run-bar")];
  if (!bars.length || location.protocol === "file:" || !window.Worker) return;
  const LIMIT = 100_000; // characters of output that a page shows
  const HINT =
    "Tab indents; Escape, then Tab, leaves the field; Ctrl or ⌘ with Enter runs the example.";

  let book = null; // the page's chains, once somebody asks for them
  let worker = null;
  let ready = false;
  let running = null; // the example that is waiting or running

  const make = (name, className, text = "") => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const button = (label) => {
    const element = make("button", "run-button", label);
    element.type = "button";
    return element;
  };

  async function load() {
    if (book) return book;
    const answer = await fetch(new URL(`pages/${bars[0].dataset.page}`, base));
    if (!answer.ok) throw new Error(`the examples of this page: ${answer.status}`);
    book = await answer.json();
    return book;
  }

  function drop() {
    worker?.terminate();
    worker = null;
    ready = false;
  }

  function python() {
    if (worker) return worker;
    worker = new Worker(new URL("worker.mjs", base), { type: "module" });
    worker.onerror = (event) => {
      event.preventDefault();
      heard({ lost: event.message || "a file of it is missing on this site" });
    };
    worker.onmessage = ({ data }) => heard(data);
    return worker;
  }

  function heard(data) {
    if (data.ready) ready = true;
    if (data.lost) drop();
    const example = running;
    if (!example) return;
    if (data.ready) example.say("Running …");
    else if (data.lost) example.finish(`Python could not be loaded (${data.lost}).`, true);
    else if (data.broken) {
      drop();
      example.finish(`Python itself ended (${data.broken}). The next run starts a new one.`, true);
    } else if (data.text) example.print(data.text);
    else if (data.done) example.done(data.done);
  }

  class Example {
    constructor(bar) {
      this.bar = bar;
      this.listing = bar.closest(".listing");
      this.code = bar.previousElementSibling;
      [this.chain, this.piece] = bar.dataset.run.split(" ");
      this.piece = Number(this.piece);
      this.runButton = button("Run");
      this.runButton.addEventListener("click", () => (running === this ? this.stop() : this.run()));
      bar.append(this.runButton);
      if (!("fixed" in bar.dataset)) {
        this.editButton = button("Edit");
        this.editButton.addEventListener("click", () => (this.field ? this.reset() : this.edit()));
        bar.append(this.editButton);
      }
    }

    // -- editing --
    edit() {
      const field = (this.field = make("textarea", "run-field"));
      const pre = this.code.querySelector("pre");
      field.value = pre.textContent.replace(/\n$/, "");
      field.rows = field.value.split("\n").length + 1;
      field.spellcheck = false;
      field.autocapitalize = "off";
      field.setAttribute("autocomplete", "off");
      field.setAttribute("wrap", "off");
      field.setAttribute("aria-label", "The code of this example");
      const hint = (this.hint = make("p", "run-hint", HINT));
      hint.id = `run-hint-${bars.indexOf(this.bar)}`;
      field.setAttribute("aria-describedby", hint.id);
      let leaving = false;
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          if (running !== this) this.run();
        } else if (event.key === "Escape") {
          leaving = true;
        } else if (event.key === "Tab" && !leaving && !event.shiftKey) {
          event.preventDefault();
          const column = field.selectionStart - field.value.lastIndexOf("\n", field.selectionStart - 1) - 1;
          insert(field, " ".repeat(4 - (column % 4)));
        } else if (event.key === "Enter" && !event.isComposing) {
          event.preventDefault();
          const before = field.value.slice(0, field.selectionStart).split("\n").at(-1);
          const indent = before.match(/^ */)[0];
          insert(field, `\n${indent}${/:\s*(#.*)?$/.test(before) ? "    " : ""}`);
        } else if (event.key.length === 1) {
          leaving = false;
        }
      });
      field.addEventListener("blur", () => (leaving = false));
      field.addEventListener("input", () => (field.rows = field.value.split("\n").length + 1));
      this.highlight = pre.closest(".highlight");
      this.highlight.hidden = true;
      this.highlight.before(field, hint);
      this.editButton.textContent = "Reset";
      field.focus();
      field.setSelectionRange(0, 0);
    }

    reset() {
      if (running === this) this.stop();
      this.field.remove();
      this.hint.remove();
      this.field = null;
      this.highlight.hidden = false;
      this.editButton.textContent = "Edit";
      this.result?.remove();
      this.result = null;
      this.editButton.focus();
    }

    // -- running --
    async run() {
      if (running) running.stop();
      running = this;
      this.runButton.textContent = "Stop";
      this.open();
      this.say(ready ? "Running …" : "Starting Python …");
      try {
        const { chains, files, size } = await load();
        if (running !== this) return;
        if (!ready) this.say(`Starting Python: ${size} from this site, the first time …`);
        const chain = chains[this.chain];
        const pieces = chain.pieces.slice(0, this.piece + 1).map((piece, number) => {
          const edited = examples.find((one) => one.field && one.chain === this.chain && one.piece === number);
          const [before, text, after, hidden, goesOn] = piece;
          return [before + (edited ? `${edited.field.value}\n` : text) + after, hidden, goesOn];
        });
        python().postMessage({
          files: Object.fromEntries(chain.files.map((name) => [name, files[name]])),
          pieces,
          whole: pieces.length === chain.pieces.length,
        });
      } catch (error) {
        if (running === this) this.finish(`This could not be run (${error.message}).`, true);
      }
    }

    stop() {
      drop();
      this.finish("Stopped.", true);
    }

    open() {
      this.result?.remove();
      const result = (this.result = make("div", "run-result"));
      this.status = make("p", "run-status");
      this.status.setAttribute("role", "status");
      this.output = make("pre", "run-output");
      this.output.tabIndex = 0;
      this.output.hidden = true;
      this.length = 0;
      result.append(this.status, this.output);
      this.bar.after(result);
    }

    say(text, bad = false) {
      this.status.textContent = text;
      this.status.classList.toggle("bad", bad);
    }

    print(text, className = "") {
      this.output.hidden = false;
      this.length += text.length;
      if (className) this.output.append(make("span", className, text));
      else this.output.append(text);
      if (this.length > LIMIT && running === this) {
        drop();
        this.finish(`Stopped: it printed more than ${LIMIT.toLocaleString("en")} characters.`, true);
      }
    }

    done({ count, error }) {
      if (error) this.print(error.shown, "run-error");
      const name = book.python;
      if (error && count <= this.piece)
        this.finish(`An earlier step of this example failed, in ${name}:`, true);
      else if (error) this.finish(`Your run ended with an error, in ${name}:`, true);
      else if (this.length) this.finish(`Your run printed, in ${name}:`);
      else this.finish(`Your run printed nothing, in ${name}.`);
    }

    finish(text, bad = false) {
      running = null;
      this.runButton.textContent = "Run";
      this.say(text, bad);
    }
  }

  /** Insert as if typed, so that undo takes it back. */
  function insert(field, text) {
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input"));
    }
  }

  const examples = bars.map((bar) => new Example(bar));
})();
