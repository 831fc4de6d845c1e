"""Code of three colleagues that reads and sets ``rate``; leave it alone."""

from __future__ import annotations

from decimal import Decimal

from exchange import ExchangeRate


def label(rate: ExchangeRate) -> str:
    return f"1 {rate.base} = {rate.rate} {rate.quote}"


def correct(rate: ExchangeRate, published: str) -> None:
    rate.rate = Decimal(published)


def add_margin(rate: ExchangeRate, percent: Decimal) -> None:
    rate.rate *= 1 + percent / 100
