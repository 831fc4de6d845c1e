"""Decide whether a step did what its page says, and word it in the page's own lines."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from press.examples.interpreters import OWN, interpreter_for
from press.examples.job import TIMEOUT
from press.examples.model import Chain, Output, Page, Raises, Step
from press.examples.runner import ChainResult, Problem, StepResult

ELISION = "…"
_CONTEXT = 2  # lines of code above and below the line at fault
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,}|:{3,})[\w{]", re.M)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # by the rules of XML
_EXAMPLE_FILE = re.compile(r'File "(?:[^"]*/)?example\.py", line (\d+)')


@dataclass(frozen=True)
class Finding:
    """A step that did not do what its page says. ``stale`` is set if only the output differs."""

    line: int
    summary: str
    detail: str
    stale: bool = False


def judge(page: Page, chain: Chain, number: int, result: ChainResult) -> Finding | None:
    """Compare what step ``number`` of ``chain`` did with what the page says of it.

    Returns ``None`` if they agree.
    """
    step = chain.steps[number]
    if number >= len(result.steps):
        return _not_reached(page, chain, number, result)
    done = result.steps[number]
    problems = list(done.problems)
    following = chain.steps[number + 1 : number + 2]
    if step.raises is not None and not (following and following[0].joins):
        hit = next((one for one in problems if matches(one, step.raises)), None)
        if hit is None:
            return _wrong_error(page, chain, step, problems)
        problems.remove(hit)
    if problems:
        return _broken(page, chain, step, problems, done)
    if step.output is not None and not _outlived(chain, step):
        return _compare(page, step, step.output, shown_output(chain, number, result))
    return None


def _outlived(chain: Chain, step: Step) -> bool:
    """True if the output that the page shows is that of Pythons before the one that ran."""
    if step.until is None or (step.output is not None and step.output.missing):
        return False
    version = (interpreter_for(chain.python) or OWN).version
    return tuple(map(int, version.split(".")[:2])) > step.until


def matches(problem: Problem, raises: Raises) -> bool:
    """True if ``problem`` is the error that ``raises`` asks for."""
    if not set(problem.types) & set(raises.types):
        return False
    return raises.match is None or re.search(raises.match, problem.message) is not None


def shown_output(chain: Chain, number: int, result: ChainResult) -> str:
    """Return what the page shows below step ``number``: its output, and the expected error.

    The error is printed as Python prints it, with the frames of the book's own code only and
    lines counted as if the visible lines of the chain stood in one file.
    """
    done, step = result.steps[number], chain.steps[number]
    lines = [line.rstrip() for line in done.output.splitlines()]
    if step.raises is not None:
        for problem in done.problems:
            if problem.kind == "raised" and matches(problem, step.raises):
                lines += _short_trace(chain, problem)
    while lines and not lines[-1]:
        lines.pop()
    return "".join(line + "\n" for line in lines)


def _short_trace(chain: Chain, problem: Problem) -> list[str]:
    lines = ["Traceback (most recent call last):"]
    for file, line, function, source in problem.frames:
        if file.endswith("example.py"):
            lines.append(f'  File "example.py", line {_visible_line(chain, line)}, in {function}')
            if source:
                lines.append(f"    {source}")
    if "SyntaxError" in problem.types:
        lines = [re.sub(r", in <module>$", "", line) for line in lines[1:]]
    return [*lines, *problem.summary.splitlines()]


def _visible_line(chain: Chain, line: int) -> int:
    """Count the visible lines of the chain up to ``line``."""
    count = 0
    for step in chain.steps:
        code = step.code.splitlines()
        for text in code[:line]:
            count += not (step.hidden or re.search(r"#\s*hide\s*$", text))
        if line <= len(code):
            break
        line -= len(code)
    return max(count, 1)


# -- Wording --------------------------------------------------------------------
def page_trace(page: Page, chain: Chain, text: str) -> str:
    """Rewrite a printed traceback so that it points to the page's lines."""

    def replace(found: re.Match[str]) -> str:
        return f'File "{page.path}", line {chain.page_line(int(found.group(1)))}'

    return _EXAMPLE_FILE.sub(replace, text)


def _excerpt(page: Page, step: Step, line: int) -> str:
    """Return the code around the page's ``line``, which is marked."""
    lines = page.text.split("\n")
    first = step.line + 1
    last = step.line + len(step.code.splitlines())
    if not first <= line <= last:
        return ""
    shown = range(max(first, line - _CONTEXT), min(last, line + _CONTEXT) + 1)
    width = len(str(shown[-1]))
    return "".join(
        f"{'>' if number == line else ' '} {number:{width}} | {lines[number - 1]}".rstrip() + "\n"
        for number in shown
    )


def _place(chain: Chain, step: Step, problem: Problem) -> tuple[Step, int]:
    """Return the step and the page's line where ``problem`` arose."""
    for file, line, _, _ in reversed(problem.frames):
        if file.endswith("example.py"):
            found, within = chain.locate(line)
            return found, found.line + within
    return step, step.line


def _broken(
    page: Page, chain: Chain, step: Step, problems: list[Problem], done: StepResult
) -> Finding:
    """Word the first problem; the others follow in the detail."""
    first = problems[0]
    where, line = _place(chain, step, first)
    parts = [_excerpt(page, where, line)]
    for problem in problems:
        if problem.trace:
            parts.append(page_trace(page, chain, problem.trace))
        if problem is not first:
            parts.append(f"also: {_word(step, problem)}\n")
    if done.output.strip():
        tail = page_trace(page, chain, done.output).splitlines()[-20:]
        parts.append("printed before:\n" + "".join(f"  {text}\n" for text in tail))
    return Finding(line, _word(step, first), "".join(parts))


def _word(step: Step, problem: Problem) -> str:
    """Say in one line what happened and, where it is not plain, what to do."""
    summary = problem.summary.splitlines()[0] if problem.summary else ""
    words = problem.text
    if problem.kind == "raised":
        words = summary
        if "SyntaxError" in problem.types and _FENCE.search(step.code):
            words += f"; is the fence at line {step.line} closed? Another one opens inside it"
        if "SystemExit" in problem.types:
            words += " ends the example; leave it out, or mark it raises(SystemExit)"
    elif problem.kind == "coroutine":
        words += "; await it"
    elif problem.kind in ("thread", "ignored", "loop") and summary:
        words += f": {summary}"
    elif problem.kind == "left":
        words += "; end it before the example ends"
    elif problem.kind == "refused":
        words += "; examples reach this machine's loopback and their own folder"
    elif "time was up" in words:
        seconds = step.timeout or TIMEOUT
        words = (
            f"still running after {seconds:g} s; end it sooner, or mark it pytest.mark.timeout(…)"
        )
    return words


def _wrong_error(page: Page, chain: Chain, step: Step, problems: list[Problem]) -> Finding:
    assert step.raises is not None
    wanted = " or ".join(step.raises.types)
    if step.raises.match is not None:
        wanted += f" matching {step.raises.match!r}"
    if not problems:
        return Finding(
            step.line,
            f"should raise {wanted}, and raised nothing; take the mark out or break the code",
            "",
        )
    found = problems[0]
    where, line = _place(chain, step, found)
    detail = _excerpt(page, where, line) + page_trace(page, chain, found.trace)
    return Finding(line, f"should raise {wanted}, but: {_word(step, found)}", detail)


def _not_reached(page: Page, chain: Chain, number: int, result: ChainResult) -> Finding:
    last = min(len(result.steps), number) - 1
    while last >= 0 and not result.steps[last].problems:
        last -= 1
    reason = judge(page, chain, last, result) if last >= 0 else None
    cause = f"{page.path}:{reason.line}: {reason.summary}" if reason else "an earlier step"
    return Finding(chain.steps[number].line, f"not reached: {cause}", "")


def _compare(page: Page, step: Step, output: Output, actual: str) -> Finding | None:
    """Compare the page's output with the real one, trailing blanks aside."""
    unfit = _UNFIT.search(actual)
    if unfit is not None:
        what = f"prints the control character U+{ord(unfit[0]):04X}, which no page can show"
        return Finding(step.line, f"{what}; print its repr", "")
    if output.missing:
        return Finding(output.line, "no output captured yet; run: make outputs", actual, stale=True)
    expected = [line.rstrip() for line in output.text.splitlines()]
    while expected and not expected[-1]:
        expected.pop()
    if not actual and not expected:
        return Finding(step.line, "the example prints nothing; take the empty output out", "")
    if expected and not any(line.replace(ELISION, "").strip() for line in expected):
        return Finding(
            output.line, f"an output of {ELISION} alone compares nothing; show a line of it", ""
        )
    if _agrees(expected, actual, output.ignore_whitespace):
        return None
    diff = difflib.unified_diff(
        [line + "\n" for line in expected],
        actual.splitlines(keepends=True),
        f"{page.path}:{output.line} (shown)",
        f"{page.path}:{step.line} (printed)",
        n=2,
    )
    return Finding(
        output.line,
        "the output shown is not the output printed; run: make outputs",
        "".join(diff),
        stale=True,
    )


def _agrees(expected: list[str], actual: str, ignore_whitespace: bool) -> bool:
    """Compare; ``…`` alone on a line stands for any lines, within a line for any characters."""
    wanted = "\n".join(expected)
    got = actual.rstrip("\n")
    if ignore_whitespace:
        wanted, got = re.sub(r"\s+", "", wanted), re.sub(r"\s+", "", got)
    if wanted == got:
        return True
    if ELISION not in wanted:
        return False
    pattern = ""
    lines = wanted.split("\n")
    for number, line in enumerate(lines):
        end = "\n" if number < len(lines) - 1 else ""
        if line.strip() == ELISION:
            pattern += r"(?:[^\n]*\n)*" if end else r"[\s\S]*"
        else:
            pattern += "[^\n]*".join(map(re.escape, line.split(ELISION))) + re.escape(end)
    return re.fullmatch(pattern + r"\n?", got + "\n") is not None
