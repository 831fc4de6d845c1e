import httpx2
import pytest
from labkit import BadJson, DropConnection, Failure, Reply
from labkit import StallBeforeHeaders, Step, WireServer
from parlance import ChatMessage, Conversation, ModelError, Secret
from shed import ShedClient

KEY = "sk-harbour-4711-shed"
ASK = Conversation(
    "harbour-17",
    [ChatMessage.system("Be brief."), ChatMessage.user("Ladders?")],
)


def client_of(server: WireServer, **options) -> ShedClient:
    return ShedClient(server.url, Secret(KEY), "small", **options)


def failing(client: ShedClient) -> ModelError:
    with pytest.raises(ModelError) as caught:
        client.reply(ASK)
    return caught.value


def test_1_it_asks_and_answers_over_one_connection() -> None:
    with WireServer([Reply("Two."), Reply("Zwei.")]) as server:
        with client_of(server) as client:
            assert client.reply(ASK) == ChatMessage.assistant("Two.")
            assert client.reply(ASK).text == "Zwei."
    assert server.connections == 1
    exchange = server.exchanges[0]
    assert exchange.path == "/api/chat"
    assert exchange.headers["authorization"] == f"Bearer {KEY}"
    assert exchange.body == {
        "model": "small",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Ladders?"},
        ],
        "stream": False,
    }


def test_2_an_error_has_the_status_and_the_reason() -> None:
    with WireServer([Failure(404, "model 'small' not found")]) as server:
        with client_of(server) as client:
            error = failing(client)
    assert error.status == 404
    assert str(error) == "404: model 'small' not found"


def test_3_it_waits_no_longer_than_it_may() -> None:
    late = Step(Reply("Two."), fault=StallBeforeHeaders())
    with WireServer([late, Reply("Zwei.")]) as server:
        with client_of(server, timeout=0.3) as client:
            error = failing(client)
            assert client.reply(ASK).text == "Zwei."
    assert error.status is None
    assert "within 0.3 s" in str(error)


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (DropConnection(), None, "no answer from http://"),
        (BadJson(), 200, "no usable answer"),
    ],
)
def test_4_what_is_no_answer_is_a_model_error(fault, status, said) -> None:
    with WireServer([Step(Reply("Two."), fault=fault)]) as server:
        with client_of(server) as client:
            error = failing(client)
    assert error.status == status
    assert str(error).startswith(said)


def test_5_neither_client_nor_error_shows_the_key() -> None:
    with WireServer([Failure(401, f"no such key: {KEY}")]) as server:
        with client_of(server) as client:
            error = failing(client)
            assert KEY not in repr(client)
    assert error.status == 401
    assert str(error).startswith("401: no such key")
    assert KEY not in str(error)
    assert KEY not in repr(error)


def test_6_it_closes_what_it_opened(monkeypatch) -> None:
    opened = []
    begin = httpx2.Client.__init__

    def noted(self, *args, **options) -> None:
        opened.append(self)
        begin(self, *args, **options)

    monkeypatch.setattr(httpx2.Client, "__init__", noted)
    with WireServer([Reply("Two.")]) as server:
        client = client_of(server)
        client.reply(ASK)
        client.close()
        client.close()
        with pytest.raises(RuntimeError, match="closed"):
            client.reply(ASK)
    assert [one.is_closed for one in opened] == [True]


def test_7_it_leaves_open_what_it_was_lent() -> None:
    with WireServer([Reply("Two.")]) as server, httpx2.Client() as lent:
        with client_of(server, client=lent) as client:
            assert client.reply(ASK).text == "Two."
        assert not lent.is_closed
