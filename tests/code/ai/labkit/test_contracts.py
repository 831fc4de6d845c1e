"""The contract suite itself: the fake keeps it, and what breaks it is found out."""

from __future__ import annotations

import pytest
from labkit.contracts.chat_model import ChatModelContract, Rig
from labkit.contracts.rigs import FakeRig


class TestFake(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return FakeRig()
