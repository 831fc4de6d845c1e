import pytest
from choosing import first_able
from parlance import ChatMessage
from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.errors import UnsupportedRequest
from parlance.domain.requests import ChatRequest

LONG = ChatRequest.of([ChatMessage.user("?")], max_output_tokens=9_000)
WARM = ChatRequest.of([ChatMessage.user("?")], temperature=0.2)
PLAIN = ChatRequest.of([ChatMessage.user("?")])


def fake(**able: object) -> FakeChatModel:
    return FakeChatModel("Two.", capabilities=ModelCapabilities(**able))


@pytest.mark.parametrize(
    ("request_", "lacking"),
    [
        (LONG, {"max_output": 4_000}),
        (WARM, {"temperature": False}),
    ],
)
def test_whatever_the_capabilities_know_is_asked(
    request_: ChatRequest, lacking: dict[str, object]
) -> None:
    small, large = fake(**lacking), fake()
    assert first_able([small, large], request_) is large


def test_a_stream_is_asked_for_as_a_stream() -> None:
    whole, piecewise = fake(streaming=False), fake()
    assert first_able([whole, piecewise], PLAIN) is whole
    assert first_able([whole, piecewise], PLAIN, stream=True) is piecewise


def test_nobody_is_asked_in_order_to_choose() -> None:
    models = [fake(temperature=False), fake(temperature=False), fake()]
    first_able(models, WARM)
    assert [model.requests for model in models] == [[], [], []]


def test_those_behind_the_first_are_not_even_looked_at() -> None:
    def models():
        yield fake()
        raise AssertionError("one was enough")

    first_able(models(), PLAIN)


def test_without_a_model_it_says_so() -> None:
    with pytest.raises(UnsupportedRequest, match="there is no model"):
        first_able([], PLAIN)
