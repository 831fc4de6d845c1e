/* A reader's progress, kept in the browser and nowhere else: ticks of checklists, pages marked as
   read, where reading stopped. press/progress_lists.py makes the lists, press/progress_site.py
   the data in progress-pages.js. Without this script the lists are plain lists. */
(() => {
  "use strict";
  const site = window.pressPages;
  if (!site) return;

  const FORMAT = "press-progress";
  const VERSION = 1;
  const KEY = `${FORMAT}:${site.book}`;
  const ROOT = new URL(document.documentElement.dataset.content_root || "./", location.href);

  // -- What is kept: {ticked, read: sets of ids, last: {page, section, title} or null} ----------
  const nothing = () => ({ ticked: new Set(), read: new Set(), last: null });
  let kept = nothing();
  let storable = true;

  const isIds = (value) => Array.isArray(value) && value.every((id) => typeof id === "string");
  const isPlace = (value) =>
    value === null || (typeof value === "object" && typeof value.page === "string"
      && typeof value.section === "string" && typeof value.title === "string");

  /* Read what write() wrote; an Error says in words for readers what is wrong. */
  function read(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch (error) {
      throw new Error("it is not a file of progress, or it was cut off (it is not JSON)");
    }
    if (data === null || typeof data !== "object" || data.format !== FORMAT) {
      throw new Error("it is JSON, but not a file of progress");
    }
    if (data.book !== site.book) throw new Error(`it belongs to another book, “${data.book}”`);
    if (data.version !== VERSION) {
      throw new Error(`it is of version ${data.version}, and this edition reads version ${VERSION}`);
    }
    if (!isIds(data.ticked) || !isIds(data.read) || !isPlace(data.last)) {
      throw new Error("its lists are damaged");
    }
    return { ticked: new Set(data.ticked), read: new Set(data.read), last: data.last };
  }

  function write(what) {
    return JSON.stringify({
      format: FORMAT, version: VERSION, book: site.book,
      ticked: [...what.ticked].sort(), read: [...what.read].sort(), last: what.last,
    }, null, 1);
  }

  /* Take over what another tab, or an earlier visit, has kept. */
  function load() {
    if (!storable) return;
    let text = null;
    try {
      text = localStorage.getItem(KEY);
    } catch (error) { // a browser may refuse, above all for a page opened from a file
      storable = false;
      return;
    }
    if (text === null) {
      kept = nothing();
      return;
    }
    try {
      kept = read(text);
    } catch (error) { // put aside what cannot be read; a newer edition may still know it
      kept = nothing();
      try {
        localStorage.setItem(`${KEY}:unread`, text);
      } catch (full) { /* then it stays where it is until the next tick */ }
    }
  }

  function change(how) {
    load();
    how(kept);
    if (storable) {
      try {
        localStorage.setItem(KEY, write(kept));
      } catch (error) {
        storable = false;
      }
    }
    show();
  }

  // -- Where we are -----------------------------------------------------------------------------
  const address = (url) => url.origin + url.pathname.replace(/index\.html$/, "");
  const byAddress = new Map(
    Object.entries(site.pages).map(([id, page]) => [address(new URL(page.uri, ROOT)), id]));
  const here = byAddress.get(address(location)) || "";
  const isRoot = address(location) === address(new URL(site.root, ROOT));

  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  const shows = []; // what is to be done on the page after each change
  const show = () => shows.forEach((action) => action());

  // -- Ticks --------------------------------------------------------------------------------------
  function checkbox(label, set, id) {
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => change((all) => {
      if (box.checked) all[set].add(id);
      else all[set].delete(id);
    }));
    shows.push(() => { box.checked = kept[set].has(id); });
    label.prepend(box);
    return label;
  }

  for (const place of document.querySelectorAll(".tick[data-tick]")) {
    const line = place.parentElement;
    const item = place.closest("li");
    const id = place.dataset.tick;
    place.remove();
    const text = make("span", {}, ...line.childNodes);
    const label = make("label", { class: "tick-label" }, text);
    line.append(checkbox(label, "ticked", id));
    if (item) item.classList.add("tick-item");
    const module = id.endsWith(".read") ? id.slice(0, -".read".length) : "";
    const pages = Object.keys(site.pages).filter((page) => site.pages[page].module === module);
    if (module && pages.length) {
      const note = make("span", { class: "tick-note" });
      text.append(" ", note);
      shows.push(() => {
        const done = pages.filter((page) => kept.read.has(page)).length;
        note.textContent = done ? `(${done} of ${pages.length} pages marked as read)` : "";
      });
    }
  }

  // -- Pages that were read ----------------------------------------------------------------------
  if (here) {
    const label = make("label", { class: "page-read" }, make("span", {}, "I have read this page"));
    checkbox(label, "read", here);
    const footer = document.querySelector("footer");
    if (footer) footer.prepend(label);
  }

  for (const link of document.querySelectorAll(".sidebar-tree a.reference")) {
    const id = byAddress.get(address(new URL(link.href)));
    if (!id) continue;
    const mark = make("span", { class: "read-mark" });
    link.append(mark);
    shows.push(() => {
      const done = kept.read.has(id);
      mark.textContent = done ? "\u00a0\u2713" : "";
      if (done) mark.append(make("span", { class: "unseen" }, " (read)"));
    });
  }

  // -- Where reading stopped -------------------------------------------------------------------
  function section() {
    let found = null;
    for (const heading of document.querySelectorAll("article h2, article h3")) {
      if (heading.getBoundingClientRect().top > innerHeight / 3) break;
      const owner = heading.closest("section[id]");
      if (owner) found = { id: owner.id, heading };
    }
    if (!found) return { section: "", title: "" };
    const copy = found.heading.cloneNode(true);
    copy.querySelectorAll(".headerlink").forEach((link) => link.remove());
    return { section: found.id, title: copy.textContent.trim() };
  }

  if (here) {
    const note = () => change((all) => { all.last = { page: here, ...section() }; });
    addEventListener("pagehide", note);
    addEventListener("visibilitychange", () => { if (document.hidden) note(); });
  }

  function place() {
    const page = kept.last && site.pages[kept.last.page];
    if (!page) return null;
    const url = new URL(page.uri, ROOT);
    url.hash = kept.last.section;
    const title = kept.last.title ? `${page.title}, ${kept.last.title}` : page.title;
    return make("a", { href: url.href, class: "continue-link" }, title);
  }

  function continued() {
    const line = make("p", { class: "continue" });
    shows.push(() => {
      const link = place();
      line.hidden = !link;
      line.replaceChildren(...(link ? ["Continue where you stopped: ", link] : []));
    });
    return line;
  }

  if (isRoot) {
    const title = document.querySelector("article h1");
    if (title) title.after(continued());
  }

  // -- The panel: sums, file, forgetting -----------------------------------------------------------
  function panel(box) {
    const sum = make("p", { class: "progress-sum" });
    const warning = make("p", { class: "progress-warning" },
      "This browser keeps nothing for this page, so ticks are lost when you leave it. " +
      "Save them to a file before you go.");
    const said = make("p", { class: "progress-said", role: "status" });
    const button = (text, action) => {
      const made = make("button", { type: "button" }, text);
      made.addEventListener("click", action);
      return made;
    };
    const file = make("input", { type: "file", accept: ".json,application/json", hidden: "" });
    let before = null;
    const undo = button("Undo", () => {
      change((all) => Object.assign(all, before));
      undo.hidden = true;
      said.textContent = "Your progress is back.";
      load_.focus();
    });
    undo.hidden = true;

    const save = button("Save to a file", () => {
      const url = URL.createObjectURL(new Blob([write(kept)], { type: "application/json" }));
      const day = new Date().toISOString().slice(0, 10);
      const name = site.book.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
      make("a", { href: url, download: `${name}-progress-${day}.json` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
      undo.hidden = true;
      said.textContent = "Saved where your browser puts downloads.";
    });
    const load_ = button("Load from a file", () => file.click());
    const forget = button("Forget everything", () => {
      before = { ticked: new Set(kept.ticked), read: new Set(kept.read), last: kept.last };
      change((all) => Object.assign(all, nothing()));
      said.textContent = "Everything is forgotten.";
      undo.hidden = false;
    });

    file.addEventListener("change", async () => {
      const chosen = file.files[0];
      file.value = "";
      if (!chosen) return;
      let found;
      try {
        found = read(await chosen.text());
      } catch (error) {
        said.textContent =
          `${chosen.name} was not loaded: ${error.message}. Your progress is unchanged.`;
        return;
      }
      change((all) => { // nothing that is ticked here is lost
        found.ticked.forEach((id) => all.ticked.add(id));
        found.read.forEach((id) => all.read.add(id));
        all.last = all.last || found.last;
      });
      undo.hidden = true;
      said.textContent = `Loaded ${chosen.name}. What was ticked here before is still ticked.`;
    });

    shows.push(() => {
      const pages = Object.keys(site.pages);
      const done = pages.filter((id) => kept.read.has(id)).length;
      const ticks = kept.ticked.size;
      sum.textContent =
        `${done} of ${pages.length} pages marked as read, ${ticks} ${ticks === 1 ? "box" : "boxes"} ticked.`;
      warning.hidden = storable;
    });
    box.replaceChildren(sum, continued(), warning,
      make("p", { class: "progress-buttons" }, save, load_, forget, file), said, undo);
  }
  document.querySelectorAll(".progress-panel").forEach(panel);

  addEventListener("storage", (event) => { // another tab has ticked something
    if (event.key !== null && event.key !== KEY) return;
    load();
    show();
  });
  load();
  show();
})();
