import anthropic
import pytest
from labkit import Expect, Reply, Step, WireServer
from other_words import to_messages
from parlance import (
    ChatMessage,
    Conversation,
    ImageReference,
    MessageError,
    ToolCall,
    ToolResult,
)

SYSTEM = ChatMessage.system("Be brief.")
ASK = ChatMessage.user(
    "Is this ", ImageReference("https://harbourside.example/4.jpg"), "safe?"
)
CALLS = ChatMessage.assistant(
    "I look.",
    ToolCall("c-1", "manual", '{"of": "ladder"}'),
    ToolCall("c-2", "loans"),
)
RESULTS = (
    ToolResult("c-1", "page 4"),
    ToolResult("c-2", "no such member", failed=True),
)


def sent(*said: ChatMessage) -> list[dict]:
    return to_messages(Conversation("harbour-17", said))["messages"]


def test_an_image_is_a_block_with_its_source() -> None:
    assert sent(ASK)[0]["content"] == [
        {"type": "text", "text": "Is this "},
        {
            "type": "image",
            "source": {
                "type": "url",
                "url": "https://harbourside.example/4.jpg",
            },
        },
        {"type": "text", "text": "safe?"},
    ]


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        ("data:image/png;base64", "image/png"),
        ("data:image/jpeg;base64", "image/jpeg"),
        ("data:image/webp;name=crack.webp;base64", "image/webp"),
    ],
)
def test_an_image_that_its_url_holds_is_sent_with_its_type(
    head: str, media_type: str
) -> None:
    image = ImageReference(f"{head},iVBORw0KGgo=")
    source = {
        "type": "base64",
        "media_type": media_type,
        "data": "iVBORw0KGgo=",
    }
    assert sent(ChatMessage.user(image))[0]["content"] == [
        {"type": "image", "source": source}
    ]


@pytest.mark.parametrize(
    "url",
    [
        "data:image/svg+xml,<svg/>",
        "data:image/svg+xml;utf8,<svg/>",
        "data:image/png;base64",
        "data:image/png;base64,",
        "data:image/png",
    ],
)
def test_what_is_not_in_base64_is_refused(url: str) -> None:
    with pytest.raises(MessageError):
        sent(ChatMessage.user(ImageReference(url)))


def test_the_arguments_of_a_call_are_an_object() -> None:
    assert sent(ASK, CALLS)[1]["content"] == [
        {"type": "text", "text": "I look."},
        {
            "type": "tool_use",
            "id": "c-1",
            "name": "manual",
            "input": {"of": "ladder"},
        },
        {"type": "tool_use", "id": "c-2", "name": "loans", "input": {}},
    ]


def test_results_are_said_by_the_user() -> None:
    message = sent(ASK, CALLS, ChatMessage.tool(*RESULTS))[2]
    assert message["role"] == "user"
    assert message["content"] == [
        {"type": "tool_result", "tool_use_id": "c-1", "content": "page 4"},
        {
            "type": "tool_result",
            "tool_use_id": "c-2",
            "content": "no such member",
            "is_error": True,
        },
    ]


def test_results_that_came_one_by_one_are_one_message() -> None:
    one_by_one = [ChatMessage.tool(result) for result in RESULTS]
    together = [ChatMessage.tool(*RESULTS)]
    assert sent(ASK, CALLS, *one_by_one) == sent(ASK, CALLS, *together)


def test_the_vendors_client_sends_it() -> None:
    said = [SYSTEM, ASK, CALLS, ChatMessage.tool(*RESULTS)]
    wanted = Expect(
        system="Be brief.",
        tool_results={"c-1": "page 4", "c-2": "no such member"},
    )
    with WireServer([Step(Reply("It is not."), expect=wanted)]) as server:
        with anthropic.Anthropic(
            base_url=server.url, api_key="test-key"
        ) as client:
            answer = client.messages.create(
                model="any-model",
                max_tokens=100,
                **to_messages(Conversation("harbour-17", said)),
            )
    assert answer.content[0].text == "It is not."
