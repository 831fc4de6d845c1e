"""Wrong: it asks the arguments, and not what is in them.

Fails: test_a_field_of_a_model_in_the_arguments_is_found
"""

from __future__ import annotations

from parlance import ToolSpec


def unsaid(spec: ToolSpec) -> list[str]:
    """Give the paths of all properties without a description."""
    properties = spec.parameters.get("properties", {})
    return [
        name
        for name, one in properties.items()
        if not one.get("description", "").strip()
    ]
