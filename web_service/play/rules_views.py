"""A rule looked up at the table: a page of its own, or the same in the table's dialog. The brain finds, this shows."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web_service.campaigns.selectors import campaign_of, seat_at
from web_service.clients.brain import get_brain
from web_service.clients.errors import ServiceError
from web_service.play.services import ask

MAX_QUESTION_CHARS = 120
KINDS = {
    "built-in": "rule", "rules": "rules", "rule-sections": "rule", "spells": "spell", "conditions": "condition",
    "monsters": "monster", "equipment": "equipment", "magic-items": "magic item", "features": "class feature",
    "traits": "trait", "skills": "skill", "races": "race", "classes": "class",
}  # fmt: skip


@require_safe
@login_required
def rules(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Look a rule up; `part` asks for what goes into the dialog."""
    campaign = campaign_of(seat_at(request.user.pk, campaign_id))
    question = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_QUESTION_CHARS]
    context: dict[str, Any] = {"campaign": campaign, "question": question}
    if question:
        try:
            found = ask(lambda: get_brain().rules(question))
        except ServiceError as error:
            context["trouble"] = str(error)
        else:
            context["pieces"] = [_shown(piece) for piece in found.get("pieces", [])]
            context["has_books"] = bool(found.get("stored"))
    template = "play/parts/rules.html" if "part" in request.GET else "play/rules.html"
    return render(request, template, context)


def _shown(piece: dict[str, Any]) -> dict[str, Any]:
    kind = str(piece.get("kind", ""))
    return {**piece, "kind": KINDS.get(kind, kind.removesuffix("s").replace("-", " "))}
