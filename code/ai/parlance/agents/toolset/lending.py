"""What an assistant of the library may do: four functions, declared as tools.

The docstrings are read by a model, and paid for with every request.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from parlance.agents.toolset.library import Kind, Library
from parlance.domain.tools import Risk
from parlance.kernel.registry import ToolRegistry
from parlance.kernel.schema import Injected
from parlance.kernel.tools import declare

LoanId = Annotated[str, Field(description="Id of the loan, such as L-17.")]


class Reason(StrEnum):
    """Why a fee is waived."""

    CLOSED = "library was closed"
    BROKEN = "tool was broken"
    HARDSHIP = "hardship"


async def find_tool(
    words: Annotated[str, Field(description="Of its name, or empty.")],
    kind: Annotated[Kind | None, Field(description="Null: any.")] = None,
    *,
    library: Injected[Library],
) -> list[dict[str, object]]:
    """Find tools that the library lends, and say which are free."""
    return [
        {"name": item.name, "free": library.is_free(item)}
        for item in library.find(words, kind)
    ]


async def loan_status(
    *, library: Injected[Library], member: Injected[str]
) -> list[dict[str, object]]:
    """List the member's loans with due days, and late fees in pence."""
    return [
        {
            "loan": loan.id,
            "tool": loan.item.name,
            "due": loan.due,
            "fee": loan.fee,
        }
        for loan in library.loans(member)
    ]


async def extend_loan(
    loan: LoanId,
    days: Annotated[int, Field(description="1 to 14 days.")] = 7,
    *,
    library: Injected[Library],
    member: Injected[str],
) -> str:
    """Extend a loan of the member. Possible once, and not when it is late."""
    return f"due on {library.extend(loan, member, days).due}"


async def waive_fee(
    loan: LoanId,
    reason: Annotated[Reason, Field(description="What happened.")],
    *,
    library: Injected[Library],
    member: Injected[str],
) -> str:
    """Waive the late fee of a loan. Only for one of the listed reasons."""
    return f"waived {library.waive(loan, member)} pence: {reason.value}"


TOOLS = (
    declare(find_tool, risk=Risk.READ),
    declare(loan_status, risk=Risk.READ),
    declare(extend_loan, risk=Risk.WRITE),
    declare(waive_fee, risk=Risk.MONEY),
)


def toolset(library: Library, member: str) -> ToolRegistry:
    """Give one member's tools: who asks is not for the model to say."""
    return ToolRegistry(
        tool.bound(library=library, member=member) for tool in TOOLS
    )
