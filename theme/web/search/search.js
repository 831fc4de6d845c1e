/* The search page: every section of the book, ranked in the browser, headings first.

   search-entries.js holds [address, heading, page, words] of each section (press/search.py). It is
   the heaviest file of the website, so it is loaded when somebody begins to type. A name is found
   whole and by its parts: CachedProperty by cached, __eq__ by eq, unit_of_work by unit. */
"use strict";
(() => {
  const COMMON = new Set("a an and are as at be by do does for from how i in is it of on or that the to what when which why with".split(" "));
  const MOST = 50, AROUND = 140;
  const form = document.querySelector(".search-form"), box = form.elements.q;
  const place = document.getElementById("search-results");
  const source = new URL("search-entries.js", document.currentScript.src).href;

  let entries, coming;
  const fetchEntries = () => coming ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", () => resolve(entries = window.bookEntries));
    script.addEventListener("error", () => { coming = undefined; reject(); });
    document.head.append(script);
  });

  const cut = text => text.match(/[\p{L}\p{N}_]+/gu) || [];
  const parts = word => {
    const pieces = word.split("_").flatMap(piece => piece.match(/\p{Lu}?[\p{Ll}\p{N}]+|\p{Lu}+(?!\p{Ll})/gu) || []);
    const all = [word, ...pieces, ...(pieces.length > 1 ? [pieces.join("")] : [])];
    return [...new Set(all.map(piece => piece.toLowerCase()))];
  };

  let index;
  const load = () => {
    if (index) return;
    index = new MiniSearch({
      fields: ["heading", "page", "words"], tokenize: cut, processTerm: parts,
    });
    index.addAll(entries.map(([, heading, page, words], id) => ({id, heading, page, words})));
  };

  const look = query => {
    load();
    const asked = cut(query), kept = asked.filter(word => !COMMON.has(word.toLowerCase()));
    const words = kept.length ? kept : asked;
    const options = {
      tokenize: () => words,
      processTerm: word => word.toLowerCase(),
      boost: {heading: 8, page: 2},
      prefix: word => word.length > 2,
      fuzzy: word => word.length > 5 ? 0.2 : false,
      weights: {prefix: 0.3, fuzzy: 0.1},
    };
    let found = index.search(query, {...options, combineWith: "AND"});
    if (!found.length) found = index.search(query, {...options, combineWith: "OR"});
    // Words that stand together as asked count more than the same words far apart.
    const phrase = query.trim().toLowerCase();
    if (asked.length > 1)
      for (const hit of found) {
        const [, heading, , text] = entries[hit.id];
        if (heading.toLowerCase().includes(phrase)) hit.score *= 6;
        else if (text.toLowerCase().includes(phrase)) hit.score *= 4;
      }
    return [found.sort((a, b) => b.score - a.score || a.id - b.id), words];
  };

  const make = (tag, text, ...children) => {
    const element = document.createElement(tag);
    element.append(...(text ? [text] : []), ...children);
    return element;
  };

  // Cut around the first word that was found, with every one of them marked.
  const excerpt = (text, terms) => {
    const low = text.toLowerCase(), sorted = [...terms].sort((a, b) => b.length - a.length);
    const places = sorted.map(term => low.indexOf(term)).filter(at => at >= 0);
    const first = places.length ? Math.min(...places) : 0;
    let start = Math.max(0, first - AROUND / 2), end = Math.min(text.length, first + AROUND);
    if (start) start = text.indexOf(" ", start) + 1;
    if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + 1);
    const line = make("p"), shown = text.slice(start, end);
    line.className = "context";
    if (start) line.append("… ");
    const escaped = sorted.map(term => term.replace(/[^\p{L}\p{N}_]/gu, "\\$&"));
    const pieces = sorted.length ? shown.split(new RegExp(`(${escaped.join("|")})`, "iu")) : [shown];
    pieces.forEach((piece, number) => { if (piece) line.append(number % 2 ? make("mark", piece) : piece); });
    if (end < text.length) line.append(" …");
    return line;
  };

  let latest;
  const show = async () => {
    const query = box.value.trim();
    document.title = document.title.replace(/^.*?(?=Search)/, query ? `${query} – ` : "");
    latest = query;
    place.replaceChildren();
    if (!query) return;
    if (!entries) place.append(make("p", "Searching …"));
    try {
      await fetchEntries();
    } catch {
      place.replaceChildren(make("p", "The words of the book did not load. Search again."));
      return;
    }
    if (query !== latest) return; // somebody has asked for something else meanwhile
    place.replaceChildren();
    const [found, words] = look(query);
    const count = found.length ? `${found.length} section${found.length > 1 ? "s" : ""}` : "No section";
    place.append(make("h2", `${count} for “${query}”`));
    if (!found.length) {
      place.append(make("p", "Look for fewer words, or for the name as it stands in code."));
      return;
    }
    const list = make("ul");
    list.className = "search";
    for (const hit of found.slice(0, MOST)) {
      const [address, heading, page, text] = entries[hit.id];
      const link = make("a", heading);
      link.href = address;
      const item = make("li", "", link);
      if (page) item.append(" ", Object.assign(make("span", page), {className: "place"}));
      if (text) item.append(excerpt(text, new Set([...hit.terms, ...words.map(w => w.toLowerCase())])));
      list.append(item);
    }
    place.append(list);
    if (found.length > MOST) place.append(make("p", `The first ${MOST} are shown: add a word.`));
  };

  box.addEventListener("input", () => fetchEntries().catch(() => {}), {once: true});
  form.addEventListener("submit", event => {
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set("q", box.value);
    history.pushState(null, "", address);
    show();
  });
  const read = () => { box.value = new URLSearchParams(location.search).get("q") || ""; show(); };
  window.addEventListener("popstate", read);
  read();
  if (!box.value) box.focus();
})();
