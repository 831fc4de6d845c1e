"""Check decks in a real browser: ``python -m press.deckcheck build/slides``.

Each deck is opened once, from the file system, and shown at three sizes of window. On every slide,
with all of its fragments shown: nothing runs over the stage or into its foot, code is not cut off,
letters are 20 px or more on the stage of 720, there is a title, pictures load and say what they
show. At one size axe-core looks at every slide. For the page as a whole: no id twice, no console
error, no request that leaves the machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from press.checks.outcome import Origins, UnavailableError, plural
from press.finding import Finding
from press.layout import Layout
from press.progress import Progress

if TYPE_CHECKING:
    from press.checks.browser import Visit

SIZES = ((1920, 1080), (1280, 720), (1024, 768))
LEAST_PX = 20
_AXE_SIZE = (1280, 720)
_MENDS = {
    "overflow": "show less, or make it two slides",
    "cut": "break the line",
    "letters": "leave the size to the theme, or show less",
    "title": "give the slide a heading",
    "alt": "write what the picture shows: ![…](file) or :alt:",
    "image": "put the file where the slide looks for it",
    "id": "name it differently",
}
_SETTLE = """async () => {
  await document.fonts.ready;
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
}"""
_SLIDES = "() => Reveal.getSlides().map(slide => Reveal.getIndices(slide)).map(i => [i.h, i.v])"
_SHOW = """([h, v]) => {
  Reveal.slide(h, v);
  while (Reveal.availableFragments().next) Reveal.nextFragment();
  const heading = Reveal.getCurrentSlide().querySelector("h1, h2, h3");
  // In the source a title has markup; its longest plain run of text is found there.
  const runs = heading ? [...heading.childNodes].map(node => node.textContent.trim()) : [];
  return {
    title: heading ? heading.textContent.trim() : "",
    run: runs.sort((a, b) => b.length - a.length)[0] || "",
  };
}"""
_MEASURE = """least => {
  const slide = Reveal.getCurrentSlide(), scale = Reveal.getScale(), found = [];
  const stage = document.querySelector(".reveal .slides").getBoundingClientRect();
  const px = length => Math.round(length / scale);
  const name = element => {
    const text = (element.innerText || element.alt || "").trim().split("\\n")[0].slice(0, 40);
    return `<${element.tagName.toLowerCase()}>${text ? ` “${text}”` : ""}`;
  };
  const shown = [...slide.querySelectorAll("*")].filter(element => {
    if (element.closest("aside.notes, .step")) return false;
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
  });

  const foot = 24;  // slide number and progress bar
  const worst = {bottom: [0], right: [0], left: [0], top: [0]};
  const reach = (side, length, element) => {
    if (length > worst[side][0] + 1) worst[side] = [length, element];
  };
  for (const element of shown) {
    const box = element.getBoundingClientRect(), code = element.closest(".highlight");
    reach("bottom", px(box.bottom - stage.bottom) + foot, element);
    reach("top", px(stage.top - box.top), element);
    if (code && code !== element) continue;  // what code hides is measured below
    reach("right", px(box.right - stage.right), element);
    reach("left", px(stage.left - box.left), element);
  }
  for (const [side, [length, element]] of Object.entries(worst)) {
    if (element) found.push(["overflow",
      side === "bottom" ? `${name(element)} runs ${length} px into the foot of the slide`
                        : `${name(element)} runs ${length} px over the ${side} edge`]);
  }

  for (const box of shown.filter(element => element.matches(".highlight, pre"))) {
    if (getComputedStyle(box).overflowX === "visible") continue;
    const edge = box.getBoundingClientRect().right;
    let hidden = 0;
    const words = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let text = words.nextNode(); text; text = words.nextNode()) {
      if (!text.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      hidden = Math.max(hidden, (range.getBoundingClientRect().right - edge) / scale);
    }
    if (hidden > 1) found.push(["cut", `code is cut off ${Math.round(hidden)} px short`]);
  }

  const small = new Map();
  for (const element of shown) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (own && size < least - 0.05 && !element.closest("sup, .footnote-reference"))
      small.set(`${element.tagName} ${size}`, [element, size]);
  }
  for (const [element, size] of small.values())
    found.push(["letters", `${name(element)} has letters of ${size.toFixed(1)} px`]);

  const heading = slide.querySelector("h1, h2, h3");
  if (!heading || !heading.textContent.trim()) found.push(["title", "a slide without a title"]);

  for (const image of slide.querySelectorAll("img")) {
    const file = decodeURI(image.getAttribute("src") || ""), alt = (image.alt || "").trim();
    if (!alt || file.endsWith(alt))
      found.push(["alt", `the picture ${file.split("/").pop()} says nothing to who cannot see it`]);
    if (!image.complete || image.naturalWidth === 0)
      found.push(["image", `the picture ${file} does not load`]);
  }
  return found;
}"""
_IDS = """() => {
  const seen = new Set(), twice = new Set();
  for (const element of document.querySelectorAll("[id]")) {
    if (seen.has(element.id)) twice.add(element.id);
    seen.add(element.id);
  }
  return [...twice];
}"""
# A slide's ground lies in another element, behind: axe would give up on every contrast.
_AXE = """async options => {
  const slide = Reveal.getCurrentSlide(), behind = document.querySelector(".backgrounds");
  const ground = Reveal.getSlideBackground(slide), picture = ground.firstElementChild;
  if (getComputedStyle(picture).backgroundImage === "none") {
    slide.style.backgroundColor = getComputedStyle(ground).backgroundColor;
    behind.style.display = "none";
  }
  const {violations} = await axe.run(slide, options);
  slide.style.backgroundColor = behind.style.display = "";
  return violations;
}"""
_AXE_PAGE = "options => axe.run(document, options).then(result => result.violations)"
# axe fetches every style sheet again, which the file system does not allow; the title of a slide
# follows that of the slide before, which a look at one slide cannot know.
_AXE_OPTIONS: dict[str, Any] = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {"heading-order": {"enabled": False}, "region": {"enabled": False}},
}


def decks_of(folder: Path) -> list[Path]:
    """Return the pages below ``folder``: decks and the page that lists them."""
    return sorted(p for p in folder.rglob("*.html") if "_static" not in p.parts)


def check_decks(
    folder: Path, sizes: Sequence[tuple[int, int]] = SIZES, layout: Layout | None = None
) -> list[Finding]:
    """Check every page below ``folder`` and return what is wrong, in the order of the slides.

    Raises ``UnavailableError`` where no browser is installed.
    """
    from press.checks import browser as browsers  # noqa: PLC0415 -- needs the group "test"

    origins = Origins(layout or Layout(Path.cwd()))
    files = decks_of(folder)
    findings: list[Finding] = []
    with (
        browsers.chromium() as browser,
        browsers.tab(browser) as visit,
        Progress("decks in the browser", len(files)) as progress,
    ):
        for file in files:
            findings += check_page(visit, file, sizes, origins)
            progress.advance(file.stem)
    return findings


def check_page(
    visit: Visit, file: Path, sizes: Sequence[tuple[int, int]], origins: Origins
) -> list[Finding]:
    """Check one page in an open tab, at each of ``sizes`` (width and height in pixels)."""
    page = visit.page
    visit.take()
    width, height = sizes[0]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(file.resolve().as_uri())
    is_deck = bool(page.evaluate("() => typeof Reveal !== 'undefined'"))
    if is_deck:
        page.wait_for_function("() => Reveal.isReady()")
    page.evaluate(_SETTLE)
    found: dict[tuple[str, str, str], list[str]] = {}
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        look = _slides(visit, (width, height) == _AXE_SIZE) if is_deck else _shelf(visit)
        for needle, rule, what in look:
            found.setdefault((needle, rule, what), []).append(f"{width}x{height}")
    for identifier in page.evaluate(_IDS):
        found[identifier, "id", f"the id {identifier} stands twice"] = []
    for what, mend in visit.take():
        found["", mend, what] = []
    return [
        _finding(rule, _at(what, where, sizes), origins.locate(file, 0, needle))
        for (needle, rule, what), where in found.items()
    ]


def _at(what: str, where: Sequence[str], sizes: Sequence[tuple[int, int]]) -> str:
    """Add the sizes of the window to a fault that not all of them show."""
    return f"{what} at {', '.join(where)}" if 0 < len(where) < len(sizes) else what


def _finding(rule: str, what: str, place: tuple[str, int]) -> Finding:
    """Make a finding; what the browser or axe reports comes with its mend for a rule."""
    if rule in _MENDS:
        return Finding(*place, what, _MENDS[rule], rule)
    return Finding(*place, what, rule, "page")


def _slides(visit: Visit, with_axe: bool) -> Iterator[tuple[str, str, str]]:
    """Go through a deck; yield the text to find a slide by, the rule, and what is wrong."""
    page = visit.page
    # A window that changes its size is laid out at the next frame.
    page.evaluate("() => Reveal.layout()")
    if with_axe:
        _load_axe(visit)
    for indices in page.evaluate(_SLIDES):
        slide = page.evaluate(_SHOW, indices)
        place = f"slide {indices[0] + 1}" + (f".{indices[1] + 1}" if indices[1] else "")
        for rule, what in page.evaluate(_MEASURE, LEAST_PX):
            yield slide["run"], rule, f"{place}: {what}"
        if with_axe:
            for mend, what in _violations(page.evaluate(_AXE, _AXE_OPTIONS)):
                yield slide["run"], mend, f"{place}: {what}"


def _shelf(visit: Visit) -> Iterator[tuple[str, str, str]]:
    """Look at a page that scrolls: its width, and what axe says."""
    page = visit.page
    over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    if over > 0:
        yield "", "overflow", f"the page is {over} px wider than the window"
    _load_axe(visit)
    options = {**_AXE_OPTIONS, "rules": {}}
    for mend, what in _violations(page.evaluate(_AXE_PAGE, options)):
        yield "", mend, what


def _load_axe(visit: Visit) -> None:
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415 -- needs the group "test"

    if not visit.page.evaluate("() => typeof axe !== 'undefined'"):
        visit.page.evaluate(AXE_SCRIPT)


def _violations(found: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield mend and description of each violation that axe reports."""
    for violation in found:
        for node in violation["nodes"][:3]:
            target = json.dumps(node["target"][-1])
            yield f"see {violation['helpUrl']}", f"{violation['help']}: {target}"


def main(arguments: Sequence[str]) -> int:
    """Check the folder named on the command line; return 0, or 1 for findings, 2 for no check."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: python -m press.deckcheck FOLDER, as build/slides", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    try:
        findings = check_decks(folder)
    except ImportError as error:
        print(f"{error.name} is not installed: type make test", file=sys.stderr)
        return 2
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    print(f"{plural(len(decks_of(folder)), 'page')}, {plural(len(findings), 'finding')}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
