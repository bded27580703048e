"""Figures for Prometheus at `/metrics`, for whoever has the token; where none is set there is no such page."""

import hmac
from collections.abc import Callable, Iterable

from flask import Blueprint, Response, abort, request
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

Collect = Callable[[], Iterable[Metric]]


class _Figures(Collector):
    """What is collected anew for each answer."""

    def __init__(self, collect: Collect) -> None:
        self._collect = collect

    def collect(self) -> Iterable[Metric]:
        """All figures as they are now."""
        return self._collect()


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
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Figures(collect))
        return Response(
            generate_latest(registry), headers={"Cache-Control": "no-store"}, content_type=CONTENT_TYPE_PLAIN_0_0_4
        )

    return pages
