"""OpenTelemetry spans, one per turn and step, sent only when OTEL_EXPORTER_OTLP_ENDPOINT is set; imported only then.

The library's own variables (OTEL_SERVICE_NAME, OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER …) are read by the library.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol

from llm_brain.observe.trail import trail

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

SEND_S = 3.0
"""Seconds for sending a batch, tries included, so that a collector that is away does not hold up the end of the process."""


class Spans(Protocol):
    """Somebody who records how long things took and what lay inside what."""

    def span(self, name: str) -> AbstractContextManager[None]: ...
    def mark(self, **attributes: str) -> None: ...
    def close(self) -> None: ...


class NoSpans:
    """Records nothing."""

    def span(self, name: str) -> AbstractContextManager[None]:
        """Do nothing around a block."""
        return nullcontext()

    def mark(self, **attributes: str) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


NO_SPANS = NoSpans()


class TelemetrySpans:
    """Spans by a tracer provider of this app's own."""

    def __init__(self, provider: "TracerProvider") -> None:
        from opentelemetry import trace

        self._provider = provider
        self._tracer = provider.get_tracer("llm_brain")
        self._current = trace.get_current_span

    @contextmanager
    def span(self, name: str) -> Iterator[None]:
        """Record a block inside the span around it, with the trail as it is at the end."""
        with self._tracer.start_as_current_span(name) as made:
            try:
                yield
            finally:
                made.set_attributes(trail())

    def mark(self, **attributes: str) -> None:
        """Say more about the innermost span."""
        self._current().set_attributes(attributes)

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def spans_for(environment: Mapping[str, str]) -> Spans:
    """Return spans that go where the environment says; nowhere when it says nothing."""
    if not any(environment.get(name) for name in ENDPOINTS):
        return NO_SPANS
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named = {} if environment.get("OTEL_SERVICE_NAME") else {"service.name": "llm_brain"}
    provider = TracerProvider(resource=Resource.create(named))
    timeout_s = None if environment.get("OTEL_EXPORTER_OTLP_TIMEOUT") else SEND_S
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=timeout_s)))
    return TelemetrySpans(provider)
