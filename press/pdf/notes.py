"""Keep a footnote on the page of its call.

When the second line of a paragraph does not fit, WeasyPrint 70 moves footnotes that stand on the
page already to the next one, to make room for that line (Kozea/WeasyPrint#2432). The page is then
full and its note is missing. A book rather ends the page one line early, so that step is left out.
"""

from __future__ import annotations

import inspect
import textwrap
from typing import Any

from weasyprint.layout import block

_STEP = "report = not context.in_column and can_break_now and not could_break_before"


def keep_notes() -> bool:
    """Take the step out of WeasyPrint's layout of lines, once in each process.

    Returns whether it was found: another version of WeasyPrint may not have it.
    """
    function: Any = block._linebox_layout
    if getattr(function, "keeps_notes", False):
        return True
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(_STEP) != 1:
        return False
    code = compile(source.replace(_STEP, "report = False"), block.__file__, "exec")
    exec(code, vars(block))
    block._linebox_layout.keeps_notes = True
    return True
