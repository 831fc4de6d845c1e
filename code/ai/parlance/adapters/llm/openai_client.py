"""How OpenAI's SDK is set up, in one place for both of its protocols."""

from __future__ import annotations

from openai import AsyncOpenAI

from parlance.secret import Secret


def connect(
    key: Secret, base_url: str | None, client: AsyncOpenAI | None
) -> AsyncOpenAI:
    """Give a client that does not retry: whoever wants retries counts them.

    One that is handed in lends its connections; the copy shares them.
    """
    if client is None:
        return AsyncOpenAI(
            api_key=key.reveal(), base_url=base_url, max_retries=0
        )
    return client.with_options(
        api_key=key.reveal(), base_url=base_url, max_retries=0
    )
