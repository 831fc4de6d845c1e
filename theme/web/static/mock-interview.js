/* A mock interview: draws questions, keeps the time, shows the strong answer, adds up.

   press/mock.py writes the questions as scripts beside this one: a page opened from a file system
   may load scripts and nothing else. The draw depends on the seed and the choice alone. Questions
   are ranked by a hash of seed and id, so a set changes little when the book gains questions. */
(() => {
  "use strict";

  const host = document.getElementById("press-mock");
  const folder = new URL("mock/", document.currentScript.src);
  const LEVELS = { L3: "explain and predict", L4: "choose and implement",
                   L5: "design under constraints", L6: "change code others own" };
  const texts = {};
  let bank = { modules: {}, questions: [] };
  let onLoaded = () => {};
  let ticking = 0;

  window.mockInterview = {
    start(data) {
      bank = data;
      document.querySelectorAll(".mock-without").forEach((text) => { text.hidden = true; });
      setup();
    },
    add(data) { Object.assign(texts, data); },
  };

  // -- Small helpers --------------------------------------------------------

  function h(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value != null) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child != null));
    return node;
  }

  function load(name, then) {
    const script = h("script", { src: new URL(name, folder).href, onload: then });
    script.addEventListener("error", () => {
      host.replaceChildren(h("p", { role: "alert" }, `The questions (mock/${name}) are missing `
        + "beside this page: copy the whole folder of the website."));
      host.hidden = false;
    });
    document.head.append(script);
  }

  function view(title, ...children) {
    clearInterval(ticking);
    const heading = h("h2", { tabindex: "-1" }, title);
    host.replaceChildren(heading, ...children);
    return heading;
  }

  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  // -- The draw -------------------------------------------------------------

  function hash(text) { // FNV-1a, with the bits mixed at the end
    let value = 0x811c9dc5;
    for (const letter of text) value = Math.imul(value ^ letter.codePointAt(0), 0x01000193);
    value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
    value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
    return (value ^ (value >>> 16)) >>> 0;
  }

  function pool(choice) {
    return bank.questions.filter((one) => choice.levels.includes(one.level)
      && (!choice.topic || one.topic === choice.topic)
      && (!choice.module || one.module === choice.module));
  }

  function draw(choice) {
    const ranked = pool(choice).map((one) => [hash(`${choice.seed}|${one.id}`), one]);
    ranked.sort((a, b) => a[0] - b[0] || (a[1].id < b[1].id ? -1 : 1));
    const drawn = ranked.slice(0, choice.count);
    drawn.sort((a, b) => (a[1].level < b[1].level ? -1 : a[1].level > b[1].level ? 1 : 0));
    return drawn.map(([, one]) => one);
  }

  function freshSeed() {
    return crypto.getRandomValues(new Uint32Array(1))[0].toString(36).padStart(7, "0");
  }

  function toAddress(choice) {
    const words = new URLSearchParams({ seed: choice.seed, levels: choice.levels.join(" "),
      questions: choice.count, minutes: choice.minutes });
    if (choice.topic) words.set("topic", choice.topic);
    if (choice.module) words.set("module", choice.module);
    return `#${words}`;
  }

  function fromAddress() {
    const words = new URLSearchParams(location.hash.slice(1));
    const levels = (words.get("levels") || "").split(/[ ,]+/).filter((one) => one in LEVELS);
    return { seed: words.get("seed") || "", levels: levels.length ? levels : ["L3"],
      topic: words.get("topic") || "", module: words.get("module") || "",
      count: within(words.get("questions"), 1, 20, 5), minutes: within(words.get("minutes"), 0, 60, 5) };
  }

  function within(text, least, most, otherwise) {
    const number = parseInt(text, 10);
    return Number.isNaN(number) ? otherwise : Math.min(most, Math.max(least, number));
  }

  // -- Before ---------------------------------------------------------------

  function setup(focus) {
    const given = fromAddress();
    const levels = Object.entries(LEVELS).map(([level, meaning]) => {
      const box = h("input", { type: "checkbox", name: "level", value: level,
        checked: given.levels.includes(level) });
      return h("label", {}, box, h("span", {}, h("strong", {}, level), ` ${meaning}`));
    });
    const topic = h("select", { id: "mock-topic" });
    const module = h("select", { id: "mock-module" }, h("option", { value: "" }, "all modules"),
      ...Object.entries(bank.modules).map(([id, title]) => h("option",
        { value: id, selected: id === given.module }, title)));
    const count = h("input", { id: "mock-count", type: "number", min: 1, max: 20, value: given.count });
    const minutes = h("input", { id: "mock-minutes", type: "number", min: 0, max: 60,
      value: given.minutes, "aria-describedby": "mock-minutes-note" });
    const seed = h("input", { id: "mock-seed", type: "text", value: given.seed, autocomplete: "off",
      spellcheck: "false", "aria-describedby": "mock-seed-note" });
    const fit = h("p", { role: "status", class: "mock-fit" });
    const start = h("button", { type: "submit", class: "mock-main" }, "Start");
    const form = h("form", { class: "mock-form" },
      h("fieldset", {}, h("legend", {}, "Levels"), ...levels),
      field("Topic", topic), field("Module", module), field("Questions", count),
      field("Minutes for each", minutes, "0 sets no limit."),
      field("Seed", seed, "The same seed and choice draw the same questions. Leave it empty for new ones."),
      h("div", { class: "mock-row" }, start, fit));

    function choice() {
      return { seed: seed.value.trim(), topic: topic.value, module: module.value,
        levels: [...form.querySelectorAll("[name=level]:checked")].map((box) => box.value),
        count: within(count.value, 1, 20, 5), minutes: within(minutes.value, 0, 60, 5) };
    }

    function refresh() {
      const now = choice();
      const chosen = topic.options.length ? topic.value : given.topic;
      const counts = new Map();
      for (const one of pool({ ...now, topic: "" })) {
        counts.set(one.topic, (counts.get(one.topic) || 0) + 1);
      }
      const names = [...counts.keys()].sort((a, b) => a.localeCompare(b));
      topic.replaceChildren(h("option", { value: "" }, "any topic"), ...names.map((name) =>
        h("option", { value: name, selected: name === chosen }, `${name} (${counts.get(name)})`)));
      const there = pool(choice()).length;
      fit.textContent = there ? `${plural(there, "question")} to draw from.`
        : "No question fits: choose another level, topic or module.";
      start.disabled = !there;
    }

    form.addEventListener("change", refresh);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const now = choice();
      now.seed = now.seed || freshSeed();
      begin(now);
    });
    const heading = view(given.seed ? "The interview at this address" : "Draw your questions", form);
    refresh();
    host.hidden = false;
    if (focus) heading.focus();
  }

  function field(name, control, note) {
    const words = [h("label", { for: control.id }, name), control];
    if (note) words.push(h("small", { id: `${control.id}-note` }, note));
    return h("div", { class: "mock-field" }, ...words);
  }

  // -- During ---------------------------------------------------------------

  function begin(choice) {
    const address = toAddress(choice);
    if (location.hash !== address) {
      expected = address;
      location.hash = address;
    }
    const drawn = draw(choice);
    const names = [...new Set(drawn.map((one) => one.module))];
    let waiting = names.length;
    const run = { choice, drawn, results: [] };
    onLoaded = () => { waiting -= 1; if (!waiting) ask(run); };
    names.forEach((name) => load(`${name}.js`, onLoaded));
  }

  function ask(run) {
    const one = run.drawn[run.results.length];
    const text = texts[one.id];
    const limit = run.choice.minutes * 60;
    const started = Date.now();
    let seconds = 0;
    const timer = h("span", { role: "timer", class: "mock-timer" });
    const said = h("p", { role: "status", class: "mock-said" });
    const body = h("div", { class: "question" });
    body.innerHTML = text.question;
    const reveal = h("button", { type: "button", class: "mock-main" }, "Show the strong answer");
    const rest = h("div", { class: "mock-answer" });

    function tick() {
      seconds = Math.floor((Date.now() - started) / 1000);
      timer.textContent = limit ? `${clock(seconds)} of ${clock(limit)}` : clock(seconds);
      if (limit && seconds >= limit && !timer.classList.contains("over")) {
        timer.classList.add("over");
        said.textContent = "Time is up: finish your sentence, then look.";
      }
    }

    reveal.addEventListener("click", () => {
      tick();
      clearInterval(ticking);
      reveal.remove();
      said.textContent = "";
      rest.replaceChildren(...answer(run, one, text, seconds));
      rest.querySelector("h3").focus();
    });
    const heading = view(`Question ${run.results.length + 1} of ${run.drawn.length}`,
      h("p", { class: "study-label" }, h("span", { class: "level" }, one.level),
        h("span", { class: "topic" }, one.topic), timer),
      body, said, reveal, rest);
    tick();
    ticking = setInterval(tick, 250);
    heading.focus();
  }

  function answer(run, one, text, seconds) {
    const strong = h("div", { class: "mock-strong" });
    strong.innerHTML = text.strong;
    const boxes = [];
    for (const point of strong.querySelector("ul, ol")?.children || []) {
      const box = h("input", { type: "checkbox", "aria-label": `I said point ${boxes.length + 1}` });
      boxes.push(box);
      const words = h("div", {}, ...point.childNodes);
      point.replaceChildren(box, words);
    }
    const last = run.results.length + 1 === run.drawn.length;
    const next = h("button", { type: "button", class: "mock-main", onclick: () => {
      const points = boxes.filter((box) => box.checked).length;
      run.results.push({ one, seconds, points, most: boxes.length });
      if (last) summary(run); else ask(run);
    } }, last ? "To the summary" : "Next question");
    return [h("h3", { tabindex: "-1" }, "Strong answer"),
      h("p", { class: "mock-note" }, `Tick each point that you said, in whatever words. It took you ${clock(seconds)}.`),
      strong, fold("Weak answer, and why it fails", text.weak), fold("Follow-up", text.followUp),
      h("div", { class: "mock-row" }, next)];
  }

  function fold(name, html) {
    if (!html) return null;
    const body = h("div", { class: "fold-body" });
    body.innerHTML = html;
    return h("details", { class: "fold" }, h("summary", {}, name), body);
  }

  // -- After ----------------------------------------------------------------

  function summary(run) {
    const sum = (results, name) => results.reduce((all, one) => all + one[name], 0);
    const rows = run.results.map((result) => h("tr", {},
      h("th", { scope: "row" }, h("a", { href: result.one.url }, result.one.name), ` ${result.one.topic}`),
      h("td", {}, result.one.level), h("td", {}, clock(result.seconds)),
      h("td", {}, `${result.points} of ${result.most}`)));
    const levels = [...new Set(run.results.map((result) => result.one.level))].map((level) => {
      const mine = run.results.filter((result) => result.one.level === level);
      return h("li", {}, `${level}: ${sum(mine, "points")} of ${plural(sum(mine, "most"), "point")}`);
    });
    const missed = run.results.filter((result) => result.points * 2 < result.most);
    const head = h("tr", {}, ...["Question", "Level", "Time", "Points"].map((name) =>
      h("th", { scope: "col" }, name)));
    const again = h("button", { type: "button", onclick: () => begin(run.choice) }, "Same questions again");
    const fresh = h("button", { type: "button", class: "mock-main",
      onclick: () => begin({ ...run.choice, seed: freshSeed() }) }, "Draw new ones");
    const change = h("button", { type: "button", onclick: () => setup(true) }, "Change the choice");
    const heading = view("Summary",
      h("p", {}, `You said ${sum(run.results, "points")} of ${plural(sum(run.results, "most"), "point")}`
        + ` in ${clock(sum(run.results, "seconds"))}.`),
      h("ul", {}, ...levels),
      h("div", { class: "table-wrapper", tabindex: "0" },
        h("table", { class: "docutils mock-table" }, h("thead", {}, head), h("tbody", {}, ...rows))),
      missed.length ? h("p", {}, "Less than half said, so worth reading again: ", ...missed.flatMap(
        (result, at) => [at ? ", " : "", h("a", { href: result.one.url }, result.one.name)]), ".") : null,
      h("p", {}, "The same set for somebody else: ", h("a", { href: toAddress(run.choice),
        onclick: (event) => { event.preventDefault(); begin(run.choice); } },
        `seed ${run.choice.seed}`), ". The address of this page holds it."),
      h("div", { class: "mock-row" }, fresh, again, change));
    heading.focus();
  }

  // A reader who pastes another draw's address into the open page gets that draw.
  let expected = "";
  addEventListener("hashchange", () => {
    if (location.hash !== expected) setup(true);
  });

  load("index.js");
})();
