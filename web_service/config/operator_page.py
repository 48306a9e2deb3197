"""The operator's page and what can be changed there: which server narrates, which recordings can be cloned.

Only staff find it. A service that fails is a sentence on the page, never a page of its own; of a key nothing is kept or told.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from web_service.clients.errors import ServiceError
from web_service.clients.language_model import get_language_model
from web_service.clients.recordings import get_recordings
from web_service.config import health, reports
from web_service.config.ladder import Ladder, examined_from, ladder_from, ladder_now
from web_service.config.operator_forms import RecordingForm, RecordingNameForm, ServerForm
from web_service.config.voice_shelf import shelf_now
from web_service.config.workshop import workshop_state

logger = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponse]
REFUSED = "It refuses this website's SERVICE_TOKEN, which must be the same for all services."
IN_WORDS = {
    "no_language_model_server": "There is no server to ask: give its address.",
    "recording_exists": "A recording of this name is there already. Tick that this one takes its place, or change the name.",
    "recording_not_found": "there is no recording of this name any more.",
    "unauthorized": REFUSED,
    "token_rejected": REFUSED,
}
"""For codes whose own sentence speaks to somebody who calls the service."""

_askers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="operator")


def staff_only(view: View) -> View:
    """Let the operator in; anybody else finds nothing here."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        return view(request)

    return login_required(checked)


@require_safe
@staff_only
def operator(request: HttpRequest) -> HttpResponse:
    """Show how the services are, and the forms."""
    return _page(request)


@require_POST
@staff_only
@sensitive_post_parameters("key")
def choose_model(request: HttpRequest) -> HttpResponse:
    """Have another server narrate from the next turn on."""
    form = ServerForm(request.POST)
    if not form.names_a_server():
        return _page(request, 422, server=form)
    try:
        ladder = ladder_from(get_language_model().change(form.wanted()))
    except ServiceError as error:
        return _page(request, _said(error, form), server=form)
    messages.success(request, _chosen(ladder))
    return _to("language-model")


@require_POST
@staff_only
def forget_model(request: HttpRequest) -> HttpResponse:
    """Forget the server that was chosen here, so that `.env` counts again."""
    try:
        ladder = ladder_from(get_language_model().forget())
    except ServiceError as error:
        messages.error(request, f"It stays as it was: {_sentence(error)}")
    else:
        messages.success(request, f"It is forgotten. {_chosen(ladder)}")
    return _to("language-model")


@require_POST
@staff_only
@sensitive_post_parameters("key")
def question_model(request: HttpRequest) -> HttpResponse:
    """Show what a server can do. Takes minutes, and holds no database connection meanwhile."""
    form = ServerForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, server=form)
    if not connection.in_atomic_block:
        connection.close()
    try:
        report = get_language_model().questioned(form.in_question())
    except ServiceError as error:
        return _page(request, _said(error, form), server=form)
    return render(request, "operator/findings.html", {"servers": examined_from(report)})


@require_POST
@staff_only
def add_voice(request: HttpRequest) -> HttpResponse:
    """Keep a recording that was sent with somebody's consent."""
    form = RecordingForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, 422, recording=form)
    sent = form.cleaned_data
    try:
        added = get_recordings().add(
            sent["name"], sent["file"].read(), sent["consent_by"], replace=sent["replace"]
        )
    except ServiceError as error:
        return _page(request, _said(error, form), recording=form)
    messages.success(request, _kept(added, sent["name"]))
    return _to("voices")


@require_POST
@staff_only
def delete_voice(request: HttpRequest) -> HttpResponse:
    """Delete a recording and the consent beside it."""
    form = RecordingNameForm(request.POST)
    if not form.is_valid():
        return _to("voices")
    name = form.cleaned_data["name"]
    try:
        get_recordings().delete(name)
    except ServiceError as error:
        messages.error(request, f"“{name}” was not deleted: {_sentence(error)}")
    else:
        messages.success(request, f"The recording “{name}” is deleted, and its consent with it.")
    return _to("voices")


def _page(
    request: HttpRequest,
    status: int = 200,
    server: ServerForm | None = None,
    recording: RecordingForm | None = None,
) -> HttpResponse:
    """Show the page, with the form that was refused."""
    asked = _askers.submit(copy_context().run, ladder_now, get_language_model())
    listed = _askers.submit(copy_context().run, shelf_now, get_recordings())
    services = health.all_services()
    context: dict[str, Any] = {
        "services": services,
        "cast": health.cast_of(services),
        "shop": workshop_state(),
        "report": reports.gather(),
        "ladder": asked.result(),
        "shelf": listed.result(),
        "recording_form": recording or RecordingForm(),
    }
    now = {"base_url": context["ladder"].base_url, "model": context["ladder"].model}
    context["server_form"] = server or ServerForm(initial=now)
    return render(request, "operator.html", context, status=status)


def _to(part: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('operator')}#{part}")


def _said(error: ServiceError, form: Form) -> int:
    """Put a service's own sentence above the form; return the status to answer with."""
    form.add_error(None, _sentence(error))
    return error.status


def _sentence(error: ServiceError) -> str:
    """Return what to do, and log a failure by its code alone: what was sent may be in its words."""
    if error.status >= 500:
        logger.warning("what the operator asked for failed: %s", error.code)
    return IN_WORDS.get(error.code, str(error))


def _chosen(ladder: Ladder) -> str:
    teller = next((rung.name for rung in ladder.rungs if rung.tells), "nobody")
    if not ladder.base_url:
        return f"From the next turn on no server is asked; {teller} tells."
    server = next((rung for rung in ladder.rungs if rung.name == "server"), None)
    if server is not None and not server.tells:
        reason = f": {server.reason}" if server.reason else ""
        return f"It is set, but {teller} tells until the server can{reason}"
    return "From the next turn on this server tells."


def _kept(added: dict[str, Any], name: str) -> str:
    duration_ms = added.get("duration_ms")
    lasts = f", {duration_ms / 1000:.1f} seconds" if isinstance(duration_ms, int) else ""
    if added.get("heard_as_recorded"):
        return f"“{name}” is kept{lasts}, and heard from the next sentence on."
    return f"“{name}” is kept{lasts}. The speaker in use cannot sound like it; Chatterbox could."
