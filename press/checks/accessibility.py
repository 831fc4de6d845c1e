"""Pages in a real browser: axe-core, console, network and width, light and dark, desk and phone.

A page is loaded once. Everything that axe knows is asked in light colors on a desk and on a
phone, where other parts of the page show; in dark colors only what depends on colors is asked
again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser

from press.checks.browser import DESKTOP, PHONE, Visit, chromium, serve, tab
from press.checks.files import Folder, pages
from press.checks.outcome import Origins, Outcome, missing_edition, plural, relative
from press.finding import Finding
from press.layout import Layout
from press.progress import Progress

_COLOR_RULES = ("color-contrast", "link-in-text-block")
_OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const clips = element => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX !== 'visible' || style.position === 'fixed') return true;
    }
    return false;
  };
  const wide = document.documentElement.scrollWidth > width;
  const hidden = [document.documentElement, document.body]
    .some(element => /hidden|clip/.test(getComputedStyle(element).overflowX));
  if (!wide && !hidden) return [];
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    if (box.width === 0 || box.right <= width + 1 || style.visibility === 'hidden') continue;
    if (style.position === 'fixed' || clips(element)) continue;
    if (found.some(one => one.element.contains(element))) continue;
    found.push({element, over: Math.round(box.right - width)});
  }
  if (wide && found.length === 0) found.push({
    element: document.body, over: document.documentElement.scrollWidth - width});
  return found.slice(0, 5).map(({element, over}) => ({
    over, tag: element.tagName.toLowerCase(), classes: element.className.toString(),
    text: (element.innerText || '').trim().split('\\n')[0].slice(0, 60)}));
}"""

# A page has thousands of colored words of code, and axe asks for the color behind each. One of each
# kind is enough: where all classes up to the body are the same, so is the style.
_THIN = """() => {
  const seen = new Set();
  for (const span of [...document.querySelectorAll('pre span')]) {
    let kind = '';
    for (let up = span; up && up !== document.body; up = up.parentElement)
      kind += '|' + up.className;
    if (seen.has(kind)) span.replaceWith(...span.childNodes);
    seen.add(kind);
  }
}"""
_AXE = """options => axe.run(options).then(report => report.violations.map(rule => ({
  id: rule.id, help: rule.help,
  nodes: rule.nodes.map(node => ({html: node.html, what: node.failureSummary}))})))"""


def overflow(visit: Visit) -> list[tuple[str, str]]:
    """Return the elements that reach over the right edge of the window."""
    found = []
    for one in visit.page.evaluate(_OVERFLOW):
        width = (visit.page.viewport_size or DESKTOP)["width"]
        name = ".".join([one["tag"], *one["classes"].split()])
        what = f"{name} {one['text']!r} is {one['over']} px wider than the {width} px window"
        found.append((what, "let it wrap or scroll in its own box"))
    return found


def axe(visit: Visit, rules: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return what axe-core objects to in the page as it is shown now; ``rules`` limits it."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not visit.page.evaluate("() => 'axe' in window"):
        visit.page.evaluate(AXE_SCRIPT)
    report = visit.page.evaluate(_AXE, options)
    return [
        (f"axe {one['id']} on {_short(node['html'])}", _reason(node["what"], one["help"]))
        for one in report
        for node in one["nodes"][:3]
    ]


def _short(html: str) -> str:
    text = " ".join(html.split())
    return text if len(text) <= 100 else text[:97] + "..."


def _reason(summary: str, title: str) -> str:
    """Return the first thing that axe asks for: the line below "Fix any of the following"."""
    lines = [line.strip() for line in summary.splitlines() if line.strip()]
    return lines[1] if len(lines) > 1 else title


def check_page(visit: Visit, url: str) -> list[tuple[str, str]]:
    """Look at one page in both color schemes and at both widths."""
    page = visit.page
    visit.take()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(url, wait_until="load")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    found = overflow(visit)
    page.evaluate(_THIN)
    found += axe(visit)
    page.emulate_media(color_scheme="dark")
    found += [(f"{what} (dark)", mend) for what, mend in axe(visit, _COLOR_RULES)]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found += overflow(visit)
    found += [(f"{what} (dark, phone)", mend) for what, mend in axe(visit, _COLOR_RULES)]
    page.emulate_media(color_scheme="light")
    found += [(f"{what} (phone)", mend) for what, mend in axe(visit)]
    return [*visit.take(), *_once(found)]


def _once(found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Drop what was already said for another size or scheme."""
    said: set[str] = set()
    for what, mend in found:
        key = re.sub(r" \((dark|phone|dark, phone)\)$", "", what)
        if key not in said:
            said.add(key)
            yield what, mend


def check_folder(
    browser: Browser, root: Path, names: Sequence[str], prefix: str = ""
) -> list[tuple[str, Finding]]:
    """Visit pages of a folder over http; return each finding with the name of its page."""
    found: list[tuple[str, Finding]] = []
    with serve(root) as base, tab(browser) as visit, Progress("check: pages", len(names)) as bar:
        for name in names:
            for what, mend in check_page(visit, f"{base}/{name}"):
                place = what.replace(base, "")
                found.append((name, Finding(f"{prefix}{name}", 0, place, mend, _rule(what))))
            bar.advance(name)
    return found


def _rule(what: str) -> str:
    if what.startswith("axe "):
        return "axe"
    if what.startswith("a request leaves the host"):
        return "network"
    return "overflow" if " px wider than the " in what else "console"


def run(layout: Layout) -> Iterator[Outcome]:
    """Visit every page of the website and the landing page."""
    names = pages(Folder(layout.build), "web/") if (layout.build / "web").is_dir() else []
    if not names:
        yield missing_edition("browser", layout.build / "web", "web")
        return
    subject = f"build/web, {plural(len(names), 'page')}"
    if (layout.build / "index.html").is_file():
        names.append("index.html")
        subject += ", build/index.html"
    origins = Origins(layout)
    with chromium() as browser:
        found = check_folder(browser, layout.build, names, f"{relative(layout.build, layout)}/")
    moved = [
        origins.moved(finding, layout.build / name, *_needles(finding.what))
        for name, finding in found
    ]
    yield Outcome("browser", subject, moved)


def _needles(what: str) -> list[str]:
    """Return what of an element's markup may stand in the source: its id, then its words."""
    return [*re.findall(r'id="([^"]+)"', what), *re.findall(r">([^<>]{4,})<", what)]
