"""Drains the media jobs: lease one, have it made, commit what came of it. As many workers as wanted, here and elsewhere.

`python -m llm_brain.media.worker` is one more for each kind. Whoever is stopped puts the job in hand back for the others.
"""

import logging
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress

from psycopg2.extensions import connection

from llm_brain.brain import Brain
from llm_brain.errors import BrainError, DatabaseAway
from llm_brain.ledger.event import Event
from llm_brain.ledger.events.table import MediaFailed, PictureReady, PortraitReady, VoiceReady
from llm_brain.ledger.state import State
from llm_brain.media import holders
from llm_brain.media.services import MediaServices, Picture, ServiceAway
from llm_brain.observe.logs import set_up_logs
from llm_brain.observe.trail import accepted, following
from llm_brain.store import conversations, media_jobs, portraits, turn_media
from llm_brain.store.media_jobs import Job
from llm_brain.turn import record

log = logging.getLogger("llm_brain.media")
IDLE_S = 0.25
STOP_S = 3.0
ALONE_STOP_S = 30.0
"""How long a worker of its own process may finish what it has in hand."""
AWAY_S = 3.0
RETRY_S = 2.0


class Worker:
    """One loop over the jobs, of some kinds or any. `wake` makes it look at once."""

    def __init__(
        self, brain: Brain, services: MediaServices, kinds: Sequence[str] | None = None
    ) -> None:
        self._brain = brain
        self._services = services
        self._kinds = kinds
        self.holder = f"{holders.THIS_PROCESS}/{uuid.uuid4().hex[:8]}"
        self.wake = threading.Event()
        self._in_hand: Job | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._drain, name="media", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def take_no_more(self) -> None:
        """End after the job in hand."""
        self._stopped.set()
        self.wake.set()

    def stop(self, within_s: float = STOP_S) -> None:
        """Take no more jobs; what is not made within the time is put back, for somebody else to make at once."""
        self.take_no_more()
        self._thread.join(within_s)
        job = self._in_hand
        if self._thread.is_alive() and job is not None:
            with suppress(DatabaseAway):  # the lease runs out by itself
                self._put_back(job, 0, "its worker was stopped", counts=False)

    def work_once(self) -> bool:
        """Do one job that is due; say whether there was one."""
        settings = self._brain.settings
        job = self._brain.database.run(
            lambda held: media_jobs.lease(held, self.holder, settings.media_lease_s, self._kinds)
        )
        if job is None:
            return False
        asked_by = accepted(str(job.payload.pop("request_id", "")))
        self._in_hand = job
        try:
            with (
                following(campaign_id=job.campaign_id, turn_id=job.turn_id, request_id=asked_by),
                self._brain.watch.media_job(job.kind) as attempt,
            ):
                attempt.outcome = self._do(job)
        finally:
            self._in_hand = None
        return True

    def _do(self, job: Job) -> str:
        """Have a job made and record what came of it; say in a word how it ended."""
        most = self._brain.settings.media_max_attempts
        try:
            finish = self._make(job)
        except ServiceAway as away:
            self._put_back(job, AWAY_S, str(away), counts=False)
            return "away"
        except BrainError as failed:
            if job.attempts >= most:
                self._give_up(job, str(failed))
                return "given_up"
            self._put_back(job, RETRY_S * 2**job.attempts, str(failed), counts=True)
            return "failed"
        self._brain.database.run(finish)
        return "made"

    def _make(self, job: Job) -> Callable[[connection], None]:
        """Have the job made; return the transaction that records it."""
        if job.kind == "image":
            picture = self._services.paint(job.payload)

            def keep_picture(held: connection) -> None:
                if media_jobs.finish(held, job.id, self.holder):
                    turn_media.set_image(held, job.turn_id, "ready", picture.url)
                    number = _turn_number(held, job)
                    ready = PictureReady(
                        turn_number=number, url=picture.url, painter=picture.painter
                    )
                    _note(held, job, ready)

            return keep_picture
        if job.kind == "portrait":
            return self._keep_portrait(job, self._services.paint(job.payload))
        voice = self._services.speak({**job.payload, "clips": True})

        def keep_voice(held: connection) -> None:
            if media_jobs.finish(held, job.id, self.holder):
                turn_media.set_audio(held, job.turn_id, "ready", voice.url, voice.clips)
                number = _turn_number(held, job)
                ready = VoiceReady(
                    turn_number=number, url=voice.url, clips=voice.clips, speaker=voice.speaker
                )
                _note(held, job, ready)

        return keep_voice

    def _keep_portrait(self, job: Job, picture: Picture) -> Callable[[connection], None]:
        """Return the transaction that hangs a portrait."""

        def keep(held: connection) -> None:
            if not media_jobs.finish(held, job.id, self.holder):
                return
            # The event first: it locks the campaign, which a new portrait's row then only refers to.
            _note(
                held,
                job,
                PortraitReady(ref=job.subject, url=picture.url, painter=picture.painter),
            )
            portraits.hang(
                held,
                job.campaign_id,
                job.turn_id,
                job.subject,
                ordered=job.payload,
                url=picture.url,
                painter=picture.painter,
            )

        return keep

    def _put_back(self, job: Job, seconds: float, error: str, *, counts: bool) -> None:
        log.info("media job %s (%s) waits: %s", job.id, job.kind, error)
        self._brain.database.run(
            lambda held: media_jobs.retry_later(
                held, job.id, self.holder, seconds=seconds, error=error, counts=counts
            )
        )

    def _give_up(self, job: Job, error: str) -> None:
        log.warning("media job %s (%s) is given up: %s", job.id, job.kind, error)

        def bury(held: connection) -> None:
            if not media_jobs.bury(held, job.id, self.holder, error):
                return
            if job.kind == "image":
                turn_media.set_image(held, job.turn_id, "failed", None)
            elif job.kind == "audio":
                turn_media.set_audio(held, job.turn_id, "failed", None, ())
            number = _turn_number(held, job)
            _note(held, job, MediaFailed(turn_number=number, kind=job.kind, reason=error[:200]))

        self._brain.database.run(bury)

    def take_over(self) -> None:
        """Put back at once what a process that died on this machine had in hand; a lease would run out only later."""

        def put_back(held: connection) -> None:
            gone = [name for name in media_jobs.holders(held) if holders.is_gone(name)]
            if gone and media_jobs.put_back(held, gone):
                log.info("took over the media jobs of %s", ", ".join(gone))

        self._brain.database.run(put_back)

    def _drain(self) -> None:
        has_taken_over = False
        while not self._stopped.is_set():
            try:
                if not has_taken_over:
                    self.take_over()
                    has_taken_over = True
                if self.work_once():
                    continue
            except DatabaseAway:
                self._stopped.wait(AWAY_S)
            self.wake.wait(IDLE_S)
            self.wake.clear()


def workers_for(brain: Brain, services: MediaServices, loops: int) -> list[Worker]:
    """Return so many loops for voices and for pictures: neither waits for the other."""
    return [Worker(brain, services, kinds) for kinds in media_jobs.LOOPS for _ in range(loops)]


def stop_all(workers: Sequence[Worker], within_s: float = STOP_S) -> None:
    """Stop them side by side, within one and the same time."""
    ends_at = time.monotonic() + within_s
    for worker in workers:
        worker.take_no_more()
    for worker in workers:
        worker.stop(max(0.0, ends_at - time.monotonic()))


def _turn_number(held: connection, job: Job) -> int:
    row = conversations.by_id(held, job.campaign_id, job.turn_id)
    assert row is not None, "a job's turn is deleted only with the job"
    return row.turn_number


def _note(held: connection, job: Job, event: Event) -> None:
    """Append an event that changes no state."""
    record.append(held, job.campaign_id, job.turn_id, State(), [event])


def main() -> int:
    """Run one worker until SIGTERM or SIGINT."""
    from llm_brain.app import make_brain
    from llm_brain.config import Settings

    settings = Settings()
    set_up_logs(settings.log_level)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    brain, services = make_brain(settings), MediaServices(settings)
    workers = workers_for(brain, services, 1)
    for worker in workers:
        worker.start()
        log.info("draining media jobs as %s", worker.holder)
    stopped.wait()
    stop_all(workers, ALONE_STOP_S)
    brain.watch.spans.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
