import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from discover import discover
from parlance.domain.tools import Risk
from parlance.kernel.registry import ToolRegistry

TOOL = '''
from parlance.domain.tools import Risk
from parlance.kernel.tools import declare

def {name}() -> str:
    """Do what it is called."""
    return "done"

tool = declare({name}, risk=Risk.{risk})
'''
Install = Callable[[str, str, str], None]


@pytest.fixture
def install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Install]:
    """Install a distribution with one module and the tool in it."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)

    def add(distribution: str, module: str, source: str) -> None:
        (tmp_path / f"{module}.py").write_text(source)
        facts = tmp_path / f"{module}-1.0.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n"
        )
        (facts / "entry_points.txt").write_text(
            f"[parlance.tools]\nmain = {module}:tool\n"
        )

    yield add
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_a_trusted_distribution_brings_its_tool(install: Install) -> None:
    install("kiln", "kiln_tools", TOOL.format(name="bake", risk="READ"))
    tools = ToolRegistry()
    assert discover(tools, {"kiln": {Risk.READ}}) == []
    assert [spec.name for spec in tools.specs] == ["bake"]


def test_who_is_not_named_is_left_out(install: Install) -> None:
    install("kiln", "kiln_tools", TOOL.format(name="bake", risk="READ"))
    tools = ToolRegistry()
    assert discover(tools, {}) == ["kiln: main: not trusted"]
    assert len(tools) == 0


def test_money_is_for_those_who_may_bring_it(install: Install) -> None:
    install("kiln", "kiln_tools", TOOL.format(name="pay", risk="MONEY"))
    tools = ToolRegistry()
    trusted = {"kiln": {Risk.READ, Risk.WRITE}}
    assert discover(tools, trusted) == ["kiln: main: may not bring MONEY"]
    assert len(tools) == 0
