"""Addresses: text that has been parsed once and is known to be usable."""

from __future__ import annotations

from typing import NewType
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

Url = NewType("Url", str)

PORTS = {"http": 80, "https": 443}


class UrlError(ValueError):
    """A text that is no address this program can ask for."""


def parse_url(text: str, base: str = "") -> Url:
    """Give the one spelling of an address, or raise `UrlError`.

    Two addresses for which a server sees the same request get the same
    spelling: the fragment goes, scheme and host are lower case, a port that
    the scheme implies is dropped.
    """
    joined = urldefrag(urljoin(base, text.strip())).url
    try:
        parts = urlsplit(joined)
        port = parts.port
    except ValueError as error:
        raise UrlError(f"{text!r}: {error}") from error
    if parts.scheme not in PORTS:
        raise UrlError(f"{text!r}: no http or https address")
    if not parts.hostname:
        raise UrlError(f"{text!r}: no host")
    if any(mark.isspace() or not mark.isprintable() for mark in joined):
        raise UrlError(f"{text!r}: a space or control character")
    host = parts.hostname
    if ":" in host:
        host = f"[{host}]"
    if port not in (None, PORTS[parts.scheme]):
        host = f"{host}:{port}"
    path = parts.path or "/"
    return Url(urlunsplit((parts.scheme, host, path, parts.query, "")))


def host_of(url: Url) -> str:
    """Name the server that answers for this address, with its port."""
    return urlsplit(url).netloc
