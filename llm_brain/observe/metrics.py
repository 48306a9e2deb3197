"""The brain's numbers at /metrics, in a registry of their own for each app. No label names a campaign, a person or an id."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

STEP_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)  # fmt: skip
TURN_BUCKETS_S = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
REQUEST_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)


class Metrics:
    """Every metric by the name it has in the code."""

    def __init__(self) -> None:
        self.registry = made = CollectorRegistry()
        ProcessCollector(registry=made)
        PlatformCollector(registry=made)
        GCCollector(registry=made)
        self._turns(made)
        self._media(made)
        self._servers(made)
        self._generating(made)
        self.errors = Counter(
            "llm_brain_errors", "Errors answered, by code.", ["code"], registry=made
        )
        self.log_records = Counter(
            "log_records", "Log records from warning up.", ["level"], registry=made
        )
        for level in ("warning", "error", "critical"):
            self.log_records.labels(level)
        self.requests = Histogram(
            "http_request_seconds",
            "Time to the end of an answer; of a stream, to its beginning.",
            ["method", "route", "status"],
            buckets=REQUEST_BUCKETS_S,
            registry=made,
        )
        self.streams = Gauge(
            "http_streams_open", "Event streams open now.", ["route"], registry=made
        )

    def _turns(self, made: CollectorRegistry) -> None:
        self.steps = Histogram(
            "llm_brain_turn_step_seconds",
            "Time of one step of a turn.",
            ["step"],
            buckets=STEP_BUCKETS_S,
            registry=made,
        )
        self.turn_seconds = Histogram(
            "llm_brain_turn_seconds",
            "Time of a turn that was told, from the request to COMMIT 2.",
            ["kind"],
            buckets=TURN_BUCKETS_S,
            registry=made,
        )
        self.first_sentence = Histogram(
            "llm_brain_first_sentence_seconds",
            "Time from the request to the first released sentence.",
            buckets=TURN_BUCKETS_S,
            registry=made,
        )
        self.turns = Counter(
            "llm_brain_turns", "Turns asked for, by how they ended.", ["kind", "outcome"], registry=made
        )  # fmt: skip
        for outcome in ("told", "stopped", "repeated", "refused", "failed"):
            self.turns.labels("turn", outcome)
        self.tellings = Counter(
            "llm_brain_tellings", "Tellings kept, by who told.", ["narrator"], registry=made
        )
        self.degradations = Counter(
            "llm_brain_degradations",
            "Turns that had to do without something.",
            ["missing"],
            registry=made,
        )
        for missing in ("narrator", "embedder"):
            self.degradations.labels(missing)
        self.forms = Counter(
            "llm_brain_forms",
            "Forms a model was asked to fill, by what came of them: taken, refused, empty, or not filled.",
            ["form", "outcome"],
            registry=made,
        )
        for form in ("intent", "proposal"):
            for outcome in ("taken", "refused", "empty", "not_filled"):
                self.forms.labels(form, outcome)

    def _media(self, made: CollectorRegistry) -> None:
        self.media_jobs = Histogram(
            "llm_brain_media_job_seconds",
            "Time of one attempt at a picture, a portrait or a voice, by how it ended.",
            ["kind", "outcome"],
            buckets=TURN_BUCKETS_S,
            registry=made,
        )
        for kind in ("image", "portrait", "audio"):
            self.media_jobs.labels(kind, "given_up")

    def _servers(self, made: CollectorRegistry) -> None:
        self.server_requests = Counter(
            "llm_brain_server_requests",
            "Tellings asked of a language-model server, by how they ended.",
            ["replica", "outcome"],
            registry=made,
        )
        self.server_retries = Counter(
            "llm_brain_server_retries",
            "Tellings asked of a server after another, or itself, had failed at them.",
            ["replica"],
            registry=made,
        )
        self.server_first_token = Histogram(
            "llm_brain_server_first_token_seconds",
            "Time from asking a language-model server to its first words.",
            ["replica"],
            buckets=STEP_BUCKETS_S,
            registry=made,
        )
        self.server_in_flight = Gauge(
            "llm_brain_server_in_flight",
            "Tellings a language-model server is at.",
            ["replica"],
            registry=made,
        )

    def _generating(self, made: CollectorRegistry) -> None:
        self.generate_requests = Counter(
            "llm_brain_generate_requests",
            "Free prompts, by how they ended.",
            ["priority", "outcome"],
            registry=made,
        )
        self.generate_seconds = Histogram(
            "llm_brain_generate_seconds",
            "Time to the whole answer to a free prompt, by who gave it; the waiting included.",
            ["source"],
            buckets=TURN_BUCKETS_S,
            registry=made,
        )
        self.generate_waiting = Gauge(
            "llm_brain_generate_waiting", "Free prompts that wait.", ["priority"], registry=made
        )
        self.generate_in_flight = Gauge(
            "llm_brain_generate_in_flight", "Free prompts a model is at.", registry=made
        )
        self.generate_tokens = Counter(
            "llm_brain_generate_tokens",
            "Tokens of answers, where they were counted.",
            ["narrator"],
            registry=made,
        )
        self.generate_chars = Counter(
            "llm_brain_generate_characters", "Characters of answers.", ["narrator"], registry=made
        )
        self.generate_worked = Counter(
            "llm_brain_generate_work_seconds",
            "Time models were at answers, the line not included, by whether tokens were counted.",
            ["narrator", "counted"],
            registry=made,
        )
        self.generate_cache = Counter(
            "llm_brain_generate_cache",
            "Questions to the cache of answers: hit, miss, stored, or away.",
            ["outcome"],
            registry=made,
        )
        for outcome in ("hit", "miss", "stored", "away"):
            self.generate_cache.labels(outcome)
        self.generate_cache_size = Gauge(
            "llm_brain_generate_cache_size", "Answers kept.", registry=made
        )
