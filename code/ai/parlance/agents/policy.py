"""Policies: what becomes of a call, decided without asking a model."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from parlance.domain.messages import ToolCall
from parlance.domain.tools import Risk, Verdict

_CAREFUL = MappingProxyType(
    {
        Risk.READ: Verdict.ALLOW,
        Risk.WRITE: Verdict.ALLOW,
        Risk.MONEY: Verdict.ASK,
    }
)


class ByRisk:
    """Judges by the label of the tool; one that is not listed is refused."""

    def __init__(self, verdicts: Mapping[Risk, Verdict] = _CAREFUL) -> None:
        self._verdicts = dict(verdicts)

    def judge(self, risk: Risk, call: ToolCall) -> Verdict:
        """Look the label up; the arguments do not matter here."""
        del call
        return self._verdicts.get(risk, Verdict.REFUSE)
