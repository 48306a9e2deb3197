"""Recordings on the operator's page: listed, uploaded with somebody's consent, deleted; and how much may come at all."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import override_settings

from tests.unit.web_service.conftest import Person
from web_service.clients.recordings import MAX_RECORDING_BYTES, kind_of

WAV = b"RIFF" + b"\x00" * 60
LISTED = {
    "speaker": "espeak",
    "voices": [
        {"voice": "narrator", "kind": "narrator", "heard_as_recorded": False, "has_consent": None},
        {"voice": "reference:Old <b>Wen", "kind": "reference", "heard_as_recorded": False, "has_consent": True},
        {"voice": "reference:By hand", "kind": "reference", "heard_as_recorded": False, "has_consent": False},
    ],
}  # fmt: skip


class FakeVoices:
    """Lists, keeps and deletes recordings, or does not."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.answers: dict[str, httpx.Response] = {}
        self.is_away = False
        self.listed: Any = LISTED

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.is_away:
            raise httpx.ConnectError("nobody there", request=request)
        if request.method == "GET":
            return httpx.Response(200, json=self.listed)
        self.asked.append(request)
        if request.method in self.answers:
            return self.answers[request.method]
        if request.method == "DELETE":
            return httpx.Response(204)
        kept = {"voice": "reference:Wen", "duration_ms": 7300, "heard_as_recorded": True}
        return httpx.Response(201, json=kept)


def refusal(status: int, code: str, message: str) -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": code, "message": message, "details": {}}})


@pytest.fixture
def voices() -> Iterator[FakeVoices]:
    voices = FakeVoices()
    with override_settings(VOICE_TRANSPORT=httpx.MockTransport(voices)):
        yield voices


def upload(content: bytes = WAV, **changes: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("wen.wav", content, content_type="application/octet-stream")
    fields = {
        "name": "Wen",
        "file": file,
        "consent_by": "Wen herself: for our games",
        "agrees": "on",
    }
    sent = fields | changes
    return {name: value for name, value in sent.items() if value is not None}


def test_the_recordings_are_listed_with_their_consent(staff: Person, voices: FakeVoices) -> None:
    answer = staff.get("/operator/")
    shelf = answer.context["shelf"]
    assert [(one.name, one.has_consent) for one in shelf.recordings] == [
        ("Old <b>Wen", True),
        ("By hand", False),
    ]
    assert shelf.is_unheard
    assert "Old <b>Wen" not in answer.content.decode()


@pytest.mark.parametrize("listed", [[], {}, {"voices": 3}, {"voices": [3, {"kind": "reference"}]}])
def test_a_strange_list_breaks_no_page(staff: Person, voices: FakeVoices, listed: Any) -> None:
    voices.listed = listed
    assert staff.get("/operator/").status_code == 200


def test_without_a_voice_the_page_is_there_and_says_so(staff: Person, voices: FakeVoices) -> None:
    voices.is_away = True
    answer = staff.get("/operator/")
    assert answer.status_code == 200
    assert "tts_voice" in answer.context["shelf"].problem


def test_an_upload_goes_on_as_the_bare_file_with_name_and_consent(
    staff: Person, voices: FakeVoices
) -> None:
    answer = staff.post("/operator/voices", upload())
    assert (answer.status_code, answer["Location"]) == (302, "/operator/#voices")
    [request] = voices.asked
    assert (request.method, request.url.path) == ("POST", "/voices")
    assert request.content == WAV
    assert request.headers["Content-Type"] == "audio/wav"
    assert dict(request.url.params) == {
        "name": "Wen",
        "consent": "true",
        "consent_by": "Wen herself: for our games",
    }


def test_a_recording_gives_way_only_when_that_is_ticked(staff: Person, voices: FakeVoices) -> None:
    staff.post("/operator/voices", upload(replace="on"))
    assert voices.asked[0].url.params["replace"] == "true"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(WAV, "audio/wav"), (b"fLaC..", "audio/flac"), (b"OggS..", "audio/ogg"), (b"MZ", "audio/unknown")],
)  # fmt: skip
def test_a_recordings_kind_is_read_from_itself(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "changes",
    [
        {"agrees": None},
        {"consent_by": ""},
        {"consent_by": None},
        {"consent_by": "x" * 301},
        {"name": ""},
        {"name": "x" * 61},
        {"file": None},
    ],
)
def test_without_a_name_a_file_and_somebodys_word_nothing_is_sent(
    staff: Person, voices: FakeVoices, changes: dict[str, Any]
) -> None:
    answer = staff.post("/operator/voices", upload(**changes))
    assert answer.status_code == 422
    assert set(answer.context["recording_form"].errors) == set(changes)
    assert voices.asked == []


def test_an_empty_file_is_refused(staff: Person, voices: FakeVoices) -> None:
    assert staff.post("/operator/voices", upload(b"")).status_code == 422
    assert voices.asked == []


def test_a_file_as_large_as_may_be_is_sent_and_one_byte_more_is_not(
    staff: Person, voices: FakeVoices
) -> None:
    largest = WAV + bytes(MAX_RECORDING_BYTES - len(WAV))
    assert staff.post("/operator/voices", upload(largest)).status_code == 302
    assert len(voices.asked[0].content) == MAX_RECORDING_BYTES
    answer = staff.post("/operator/voices", upload(largest + b"x"))
    assert answer.status_code == 422
    assert "file" in answer.context["recording_form"].errors
    assert len(voices.asked) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (422, "recording_refused"),
        (409, "recording_exists"),
        (409, "voices_not_writable"),
        (413, "body_too_large"),
        (401, "token_rejected"),
        (500, "internal_error"),
        (503, "busy"),
    ],
)
def test_the_services_refusal_is_a_sentence_above_the_form(
    staff: Person, voices: FakeVoices, status: int, code: str
) -> None:
    voices.answers["POST"] = refusal(
        status, code, "This recording cannot be used: it is <b>no</b>."
    )
    answer = staff.post("/operator/voices", upload())
    assert answer.status_code >= 400
    [sentence] = answer.context["recording_form"].non_field_errors()
    assert str(sentence)
    assert "GET /voices" not in sentence
    assert "<b>no" not in answer.content.decode()
    assert 'value="Wen herself: for our games"' in answer.content.decode()


def test_a_recording_is_deleted_by_its_whole_name(staff: Person, voices: FakeVoices) -> None:
    answer = staff.post("/operator/voices/delete", {"name": "Old W?n / #1.x"})
    assert (answer.status_code, answer["Location"]) == (302, "/operator/#voices")
    [request] = voices.asked
    assert request.method == "DELETE"
    assert request.url.raw_path == b"/voices/Old%20W%3Fn%20%2F%20%231.x"


@pytest.mark.parametrize(
    ("status", "code"), [(404, "recording_not_found"), (409, "voices_not_writable"), (500, "x")]
)
def test_what_was_not_deleted_is_not_called_so(
    staff: Person, voices: FakeVoices, status: int, code: str
) -> None:
    voices.answers["DELETE"] = refusal(status, code, "What to do.")
    [notice] = staff.post("/operator/voices/delete", {"name": "Wen"}).wsgi_request._messages
    assert "was not deleted" in str(notice)


@pytest.mark.parametrize("name", [None, "", "x" * 201, "a\x00b"])
def test_a_name_that_can_be_none_deletes_nothing(
    staff: Person, voices: FakeVoices, name: str | None
) -> None:
    data = {} if name is None else {"name": name}
    assert staff.post("/operator/voices/delete", data).status_code == 302
    assert voices.asked == []


@pytest.mark.parametrize("path", ["/operator/voices", "/operator/voices/delete"])
def test_only_staff_change_anything_and_only_by_post(
    path: str, alice: Person, anybody: Client, voices: FakeVoices
) -> None:
    assert alice.post(path, upload()).status_code == 404
    assert anybody.post(path, upload()).status_code == 302
    alice.user.is_staff = True
    alice.user.save()
    assert alice.get(path).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = alice.client.cookies
    assert strict.post(path, upload()).status_code == 403
    assert voices.asked == []


def test_every_field_has_a_label_and_every_id_is_there_once(
    staff: Person, voices: FakeVoices
) -> None:
    answer = staff.post("/operator/model", {})
    page = answer.content.decode()
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    for form in (answer.context["server_form"], answer.context["recording_form"]):
        for field in form:
            is_inside = field.widget_type == "checkbox"
            labelled = f"<label>{field}" if is_inside else f'<label for="{field.id_for_label}">'
            assert labelled in page, field.name
    assert 'enctype="multipart/form-data"' in page
    assert page.count("csrfmiddlewaretoken") >= 4
