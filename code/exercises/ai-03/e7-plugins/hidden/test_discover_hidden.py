import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from discover import discover
from parlance.domain.tools import Risk
from parlance.kernel.registry import ToolRegistry
from parlance.kernel.tools import declare

TOOL = '''
from parlance.domain.tools import Risk
from parlance.kernel.tools import declare

def {name}() -> str:
    """Do what it is called."""
    return "{said}"

tool = declare({name}, risk=Risk.{risk})
'''
READ = {Risk.READ}
Install = Callable[..., None]


def source(name: str, said: str = "done", risk: str = "READ") -> str:
    return TOOL.format(name=name, said=said, risk=risk)


@pytest.fixture
def install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Install]:
    """Install a distribution in a folder of its own, first on the path."""
    before = set(sys.modules)

    def add(distribution: str, module: str, text: str, **points: str) -> None:
        place = tmp_path / module
        place.mkdir()
        (place / f"{module}.py").write_text(text)
        facts = place / f"{module}-1.0.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n"
        )
        lines = (points or {"main": "tool"}).items()
        (facts / "entry_points.txt").write_text(
            "[parlance.tools]\n"
            + "".join(f"{name} = {module}:{it}\n" for name, it in lines)
        )
        monkeypatch.syspath_prepend(place)

    yield add
    for name in set(sys.modules) - before:
        del sys.modules[name]


def names(tools: ToolRegistry) -> list[str]:
    return [spec.name for spec in tools.specs]


def test_who_is_not_trusted_is_not_imported(install: Install) -> None:
    install(
        "stranger", "stranger_tools", "raise SystemExit('and that is it')"
    )
    assert discover(ToolRegistry(), {"kiln": READ}) == [
        "stranger: main: not trusted"
    ]
    assert "stranger_tools" not in sys.modules


def test_a_distribution_has_one_name_in_many_spellings(
    install: Install,
) -> None:
    install("Kiln._Tools", "kiln_tools", source("bake"))
    tools = ToolRegistry()
    assert discover(tools, {"kiln_TOOLS": READ}) == []
    assert names(tools) == ["bake"]
    assert discover(ToolRegistry(), {"kilntools": READ}) == [
        "kiln-tools: main: not trusted"
    ]


def test_an_import_that_fails_is_no_end(install: Install) -> None:
    install("b", "b_tools", source("bake"))
    install("a", "a_tools", "import there_is_no_such_module")
    tools = ToolRegistry()
    assert discover(tools, {"a": READ, "b": READ}) == [
        "a: main: fails with ModuleNotFoundError"
    ]
    assert names(tools) == ["bake"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def def", "SyntaxError"),
        ("tools = 1", "AttributeError"),
        (source("bake") + "declare(print, risk=1)", "DeclarationError"),
    ],
)
def test_a_module_can_raise_anything(
    install: Install, text: str, error: str
) -> None:
    install("kiln", "kiln_tools", text)
    assert discover(ToolRegistry(), {"kiln": READ}) == [
        f"kiln: main: fails with {error}"
    ]


def test_a_name_that_is_taken_stays_with_the_first(install: Install) -> None:
    def find_tool() -> str:
        """Find a tool."""
        return "ours"

    ours = declare(find_tool, risk=Risk.READ)
    tools = ToolRegistry([ours])
    install("kiln", "kiln_tools", source("find_tool"), other="tool")
    assert discover(tools, {"kiln": READ}) == [
        "kiln: other: find_tool is taken"
    ]
    assert tools["find_tool"] is ours


def test_a_tool_may_be_called_otherwise_than_its_entry_point(
    install: Install,
) -> None:
    install("kiln", "kiln_tools", source("bake"), find_tool="tool")
    tools = ToolRegistry([declare(len_of, risk=Risk.READ, name="find_tool")])
    assert discover(tools, {"kiln": READ}) == []
    assert names(tools) == ["find_tool", "bake"]


def len_of() -> str:
    """Say how long it is."""
    return "5 m"


def test_the_order_is_that_of_the_names(install: Install) -> None:
    install("Ash", "ash_tools", source("bake", said="ash"))
    install("birch", "birch_tools", source("bake", said="birch"))
    install("cedar", "cedar_tools", source("saw"), z="tool", a="tool")
    tools = ToolRegistry()
    trusted = {"cedar": READ, "birch": READ, "ash": READ}
    assert discover(tools, trusted) == [
        "birch: main: bake is taken",
        "cedar: z: saw is taken",
    ]
    assert tools["bake"] is sys.modules["ash_tools"].tool


def test_what_is_no_tool_is_left_out(install: Install) -> None:
    text = source("bake") + (
        "class Oven:\n"
        "    spec, risk = tool.spec, tool.risk\n"
        "    async def run(self, given): return given\n"
        "class Cold(Oven):\n"
        "    run = None\n"
        "oven, cold, number = Oven(), Cold(), 17\n"
    )
    points = {"a": "Oven", "b": "cold", "c": "number", "d": "bake"}
    install("kiln", "kiln_tools", text, **points, e="oven")
    tools = ToolRegistry()
    assert discover(tools, {"kiln": READ}) == [
        f"kiln: {name}: no tool" for name in points
    ]
    assert tools["bake"] is sys.modules["kiln_tools"].oven


def test_who_may_bring_nothing_is_told_so(install: Install) -> None:
    install("kiln", "kiln_tools", source("bake"))
    assert discover(ToolRegistry(), {"kiln": ()}) == [
        "kiln: main: may not bring READ"
    ]


def test_each_distribution_has_risks_of_its_own(install: Install) -> None:
    install("a", "a_tools", source("pay", risk="MONEY"))
    install("b", "b_tools", source("waive", risk="MONEY"))
    tools = ToolRegistry()
    trusted = {"a": set(Risk), "b": {Risk.READ, Risk.WRITE}}
    assert discover(tools, trusted) == ["b: main: may not bring MONEY"]
    assert names(tools) == ["pay"]
