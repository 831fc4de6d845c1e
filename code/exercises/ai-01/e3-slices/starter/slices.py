"""A conversation of which a part can be taken."""

from __future__ import annotations

from parlance import Conversation


class Sliceable(Conversation):
    """A conversation whose slices are conversations."""
