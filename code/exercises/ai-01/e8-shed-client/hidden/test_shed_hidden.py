import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Thread

import httpx2
import pytest
from labkit import Reply, StallBeforeHeaders, Step, WireServer
from parlance import ChatMessage, Conversation, ImageReference
from parlance import MessageError, ModelError, Secret, TurnError
from shed import ShedClient

KEY = "sk-harbour-4711-shed"
ASK = Conversation("harbour-17", [ChatMessage.user("Ladders?")])


def client_of(url: str, **options) -> ShedClient:
    return ShedClient(url, Secret(KEY), "small", **options)


def failing(client: ShedClient) -> ModelError:
    with pytest.raises(ModelError) as caught:
        client.reply(ASK)
    return caught.value


@contextmanager
def page(*bodies: str, status: int = 200) -> Iterator[str]:
    """Serve one text after the other, whatever is asked."""
    left = iter(bodies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(next(left).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        serve = Thread(target=server.serve_forever, args=(0.01,))
        serve.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            serve.join()


def all_that_it_leads_to(error: BaseException | None) -> str:
    if error is None:
        return ""
    first = all_that_it_leads_to(error.__cause__)
    return f"{error} {error!r} {first}" + all_that_it_leads_to(
        error.__context__
    )


def test_what_it_was_lent_has_no_limit_and_it_has_one() -> None:
    late = Step(Reply("Two."), fault=StallBeforeHeaders(0.8))
    with WireServer([late]) as server, httpx2.Client(timeout=None) as lent:
        error = failing(client_of(server.url, client=lent, timeout=0.3))
    assert error.status is None
    assert "within 0.3 s" in str(error)


def test_the_key_goes_to_no_other_service() -> None:
    replies = [Reply("Two."), Reply("Zwei.")]
    with WireServer(replies) as server, httpx2.Client() as lent:
        client_of(server.url, client=lent).reply(ASK)
        other = {"model": "small", "messages": []}
        lent.post(f"{server.url}/api/chat", json=other)
    assert "authorization" not in server.exchanges[1].headers


def test_no_attribute_holds_the_key_as_a_text() -> None:
    with WireServer([Reply("Two.")]) as server:
        with client_of(server.url) as client:
            client.reply(ASK)
            assert KEY not in repr(vars(client))


def test_no_error_that_it_leads_to_quotes_the_key() -> None:
    body = f'{{"message": {{"content": ""}}, "why": "not for {KEY}"}}'
    with page(body) as url, client_of(url) as client:
        error = failing(client)
    assert error.status == 200
    assert KEY not in all_that_it_leads_to(error)


def test_not_even_the_first_half_of_it() -> None:
    bodies = ["-" * length + KEY for length in range(0, 240, 5)]
    with page(*bodies) as url, client_of(url) as client:
        for _ in bodies:
            assert KEY[:10] not in all_that_it_leads_to(failing(client))


def test_json_may_write_a_key_in_another_way() -> None:
    key = Secret("sk-harbour/4711")
    with page(r'{"why": "not for sk-harbour\/4711"}') as url:
        with ShedClient(url, key, "small") as client:
            assert "4711" not in all_that_it_leads_to(failing(client))


def test_an_address_that_is_none_has_no_answer() -> None:
    for url in ("http://[::1", "http://shed..example"):
        with ShedClient(url, Secret(KEY), "small") as client:
            error = failing(client)
        assert error.status is None
        assert str(error).startswith("no answer from"), url


def test_an_answer_that_cannot_be_read_is_none() -> None:
    bodies = [
        "<html>",
        "null",
        "[]",
        '{"message": "Two."}',
        '{"message": {}}',
        '{"message": {"content": 7}}',
        '{"message": {"content": ""}}',
        r'{"message": {"content": "\ud83d"}}',
    ]
    with page(*bodies) as url, client_of(url) as client:
        for body in bodies:
            error = failing(client)
            assert error.status == 200, body
            assert str(error).startswith("no usable answer"), body


def test_an_error_in_other_words_has_its_status() -> None:
    bodies = ["<html>", "[]", '{"error": {"message": "down"}}']
    with page(*bodies, status=502) as url, client_of(url) as client:
        for body in bodies:
            error = failing(client)
            assert error.status == 502, body
            assert str(error).startswith("502: "), body


def test_lent_or_not_it_is_closed_when_it_is_closed() -> None:
    with WireServer() as server, httpx2.Client() as lent:
        client = client_of(server.url, client=lent)
        client.close()
        client.close()
        with pytest.raises(RuntimeError, match="closed"):
            client.reply(ASK)


def test_a_block_that_fails_closes_it_and_fails() -> None:
    with WireServer() as server:
        with pytest.raises(ZeroDivisionError):
            with client_of(server.url) as client:
                raise ZeroDivisionError
        with pytest.raises(RuntimeError, match="closed"):
            client.reply(ASK)


def test_it_keeps_nothing_of_what_was_said() -> None:
    jonas = Conversation("m-18", [ChatMessage.user("Drills?")])
    with WireServer([Reply("Two."), Reply("One.")]) as server:
        with client_of(server.url) as client:
            client.reply(ASK)
            client.reply(jonas)
    sent = server.exchanges[1].body["messages"]
    assert [one["content"] for one in sent] == ["Drills?"]
    assert (len(ASK), len(jonas)) == (1, 1)


def test_what_it_cannot_say_it_does_not_send() -> None:
    image = ImageReference("https://harbourside.example/4.jpg")
    crack = Conversation("harbour-17", [ChatMessage.user("Safe?", image)])
    with WireServer() as server, client_of(server.url) as client:
        with pytest.raises(MessageError):
            client.reply(crack)
        with pytest.raises(TurnError):
            client.reply(Conversation("harbour-17"))
