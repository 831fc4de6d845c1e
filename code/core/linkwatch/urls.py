"""Addresses: text that has been parsed once and is known to be usable."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import NewType
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

Url = NewType("Url", str)

PORTS = {"http": 80, "https": 443}
HOST_NAME = re.compile(r"[a-z0-9._-]+")
RESERVED = "/%:@!$&'()*+,;=?[]"  # what quoting leaves as it is


class UrlError(ValueError):
    """A text that is no address this program can ask for."""


def parse_url(text: str, base: str = "") -> Url:
    """Give the one spelling of an address, or raise `UrlError`.

    Two addresses for which a server sees the same request get the same
    spelling: the fragment goes, scheme and host are lower case, a port that
    the scheme implies is dropped, letters beyond ASCII are encoded.
    """
    try:
        joined = urldefrag(urljoin(base, text.strip())).url
        parts = urlsplit(joined)
        port = parts.port
        if parts.scheme not in PORTS:
            raise ValueError("no http or https address")
        host = _ascii(parts.hostname or "")
    except ValueError as error:
        raise UrlError(f"{text!r}: {error}") from error
    if any(mark.isspace() or not mark.isprintable() for mark in joined):
        raise UrlError(f"{text!r}: a space or control character")
    if port not in (None, PORTS[parts.scheme]):
        host = f"{host}:{port}"
    path = quote(parts.path or "/", safe=RESERVED)
    query = quote(parts.query, safe=RESERVED)
    return Url(urlunsplit((parts.scheme, host, path, query, "")))


def host_of(url: Url) -> str:
    """Name the server that answers for this address, with its port."""
    return urlsplit(url).netloc


def name_of(url: Url) -> str:
    """Name the host alone, without its port and the dot that may end it."""
    return (urlsplit(url).hostname or "").removesuffix(".")


def parse_name(text: str) -> str:
    """Give the one spelling of a host's name, as `name_of` has it."""
    try:
        name = _ascii(text.strip().strip("[]")).strip("[]").removesuffix(".")
    except ValueError as error:
        raise UrlError(f"{text!r}: a host's name and nothing else") from error
    if "" in name.split("."):
        raise UrlError(f"{text!r}: a host's name has a part that is empty")
    return name


def root_of(url: Url) -> Url:
    """Name the whole site, by scheme, host and port."""
    return parse_url("/", base=url)


def _ascii(host: str) -> str:
    if ":" in host:
        return f"[{ip_address(host)}]"
    name = host.encode("idna").decode("ascii").lower()
    if not HOST_NAME.fullmatch(name):
        raise ValueError("no host name")
    return name
