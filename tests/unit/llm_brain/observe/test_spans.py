import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from llm_brain.observe.spans import NO_SPANS, TelemetrySpans, spans_for
from llm_brain.observe.watch import Watch
from llm_brain.turn.steps import Steps
from llm_brain.turn.telling import Telling

pytest.importorskip("opentelemetry.sdk")
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


@pytest.fixture
def sent() -> tuple[Watch, InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return Watch(spans=TelemetrySpans(provider)), exporter


def by_name(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


def test_every_step_is_a_span_inside_its_turn(sent: tuple[Watch, InMemorySpanExporter]) -> None:
    watch, exporter = sent
    steps = Steps(watch)
    with watch.turn("turn", 3):
        with steps.step("context"):
            watch.about(turn_number=2, turn_id=9)
        with steps.step("narrate"), steps.step("release"):
            pass
        watch.told(Telling(0, (), "storyteller"), had_embedder=True)
    spans = by_name(exporter)
    turn = spans["turn"].context.span_id
    assert spans["context"].parent.span_id == spans["narrate"].parent.span_id == turn
    assert spans["release"].parent.span_id == spans["narrate"].context.span_id
    assert spans["turn"].parent is None
    assert dict(spans["turn"].attributes) == {
        "campaign_id": 3,
        "turn_number": 2,
        "turn_id": 9,
        "narrator": "storyteller",
        "outcome": "told",
    }


def test_a_broken_step_is_a_span_with_an_error(sent: tuple[Watch, InMemorySpanExporter]) -> None:
    watch, exporter = sent
    with pytest.raises(KeyError), watch.turn("turn", 3), Steps(watch).step("referee"):
        raise KeyError("a fault")
    assert not by_name(exporter)["referee"].status.is_ok
    assert not by_name(exporter)["turn"].status.is_ok


def test_without_an_endpoint_nothing_is_recorded() -> None:
    assert spans_for({}) is NO_SPANS
    assert spans_for({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}) is NO_SPANS


def test_without_an_endpoint_the_library_is_not_imported() -> None:
    code = "import sys, llm_brain.app, llm_brain.observe.spans as s; s.spans_for({}); print('opentelemetry.sdk' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


class Collector(BaseHTTPRequestHandler):
    """Takes what an exporter sends."""

    received: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


def test_with_an_endpoint_spans_are_sent_there(monkeypatch: pytest.MonkeyPatch) -> None:
    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)  # the library reads it itself
    spans = spans_for({"OTEL_EXPORTER_OTLP_ENDPOINT": address})
    with spans.span("turn"), spans.span("narrate"):
        pass
    spans.close()
    server.shutdown()
    server.server_close()
    ((path, body),) = Collector.received
    assert path == "/v1/traces"
    assert b"narrate" in body
    assert b"llm_brain" in body
