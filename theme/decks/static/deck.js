// Start reveal.js, step through code, and let screen readers in.
(() => {
  "use strict";

  // A phone gets a page to read. Turned on its side, it gets the stage.
  const phone = matchMedia("(max-width: 500px)");
  phone.addEventListener("change", () => location.reload());
  if (phone.matches) {
    document.documentElement.classList.add("reading");
    document.querySelector(".reveal").setAttribute("role", "main");
    return;
  }

  // "1-2|4" is two steps; "|3" starts without a mark. Lines count from 1.
  const parse = (steps) => steps.split("|").map((step) => {
    const lines = new Set();
    for (const range of step.split(",").filter((text) => text.trim())) {
      const [first, last = first] = range.split("-").map(Number);
      for (let line = first; line <= last; line += 1) lines.add(line);
    }
    return lines;
  });

  // Each step after the first is an empty fragment inside the block: reveal.js shows and hides
  // them in order with the other fragments of the slide, forwards and backwards.
  const blocks = [...document.querySelectorAll("[data-steps]")].map((block) => {
    const steps = parse(block.dataset.steps);
    const marks = steps.slice(1).map(() => {
      const mark = document.createElement("span");
      mark.className = "fragment step";
      block.append(mark);
      return mark;
    });
    return { lines: [...block.querySelectorAll(".line")], steps, marks };
  });

  const mark = () => {
    for (const { lines, steps, marks } of blocks) {
      const now = steps[marks.filter((each) => each.classList.contains("visible")).length];
      lines.forEach((line, index) => line.classList.toggle("marked", now.has(index + 1)));
    }
  };

  // On paper all steps are seen at once, so no line is marked.
  const paper = new URLSearchParams(location.search).has("print-pdf");
  if (!paper) mark();
  const settings = JSON.parse(document.getElementById("deck-settings").textContent);
  Reveal.initialize({ ...settings, plugins: [RevealNotes] }).then(() => {
    // reveal.js declares the whole deck an application, which keeps screen readers from reading it.
    Reveal.getRevealElement().setAttribute("role", "main");
    if (!paper) mark();
  });
  for (const event of ["fragmentshown", "fragmenthidden", "slidechanged"]) Reveal.on(event, mark);
})();
