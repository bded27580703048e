"""Figures for Prometheus at `/metrics`, for whoever has the token; where none is set there is no such page."""

import hmac
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request

if TYPE_CHECKING:
    from prometheus_client import Metric  # its library is loaded when somebody asks, and by no other worker

Collect = Callable[[], Iterable["Metric"]]


def metrics_pages(token: str, collect: Collect) -> Blueprint:
    """The blueprint `metrics`; the token is asked for in the header Authorization, so that it is in no address."""
    pages = Blueprint("metrics", __name__)

    @pages.get("/metrics")
    def metrics() -> Response:
        if not token:
            abort(404)
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {token}".encode()):
            return Response("Bearer token needed\n", 401, {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
        return _told(collect())

    return pages


def _told(figures: Iterable["Metric"]) -> Response:
    from prometheus_client import generate_latest
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
    from prometheus_client.registry import Collector, CollectorRegistry

    class Figures(Collector):
        def collect(self) -> Iterable["Metric"]:
            return figures

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures())
    return Response(
        generate_latest(registry), headers={"Cache-Control": "no-store"}, content_type=CONTENT_TYPE_PLAIN_0_0_4
    )
