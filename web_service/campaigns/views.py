"""The shelf of campaigns: list, make, change, delete, invite, join."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from web_service.accounts.models import User
from web_service.campaigns import selectors, services
from web_service.campaigns.forms import NewCampaignForm, SamplingForm, TableForm
from web_service.campaigns.invitations import invited_to, sit_down
from web_service.campaigns.models import Campaign
from web_service.campaigns.names import suggested_name
from web_service.characters.selectors import ready_made
from web_service.clients.brain import get_brain
from web_service.clients.errors import GameRefusal
from web_service.party.notices import wake_table


@require_safe
@login_required
def shelf(request: HttpRequest) -> HttpResponse:
    """List my campaigns."""
    rows = selectors.shelf(cast("User", request.user))
    return render(request, "campaigns/shelf.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Make a campaign, hero included, and go to its table."""
    brain = get_brain()
    themes, heroes = brain.themes(), ready_made(brain)
    start = {
        "name": suggested_name(),
        "theme": themes[0]["key"] if themes else "",
        "hero": heroes[0].key if heroes else "",
    }
    form = NewCampaignForm(
        request.POST or None,
        initial=start,
        themes=themes,
        heroes=[{"key": hero.key, "name": hero.name} for hero in heroes],
    )
    if request.method == "POST" and form.is_valid():
        try:
            campaign_id = services.open_table(
                brain, cast("User", request.user), form.brain_fields(), form.cleaned_data["hero"]
            )
        except GameRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if form.cleaned_data["hero"] == services.OWN_HERO:
                return redirect("characters:make", campaign_id=campaign_id)
            return redirect("play:table", campaign_id=campaign_id)
    chosen = {"theme": form["theme"].value(), "hero": form["hero"].value()}
    context = {"form": form, "themes": themes, "heroes": heroes, "chosen": chosen}
    return render(
        request, "campaigns/new.html", context, status=422 if request.method == "POST" else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Change a campaign's name, lines and veils."""
    seat = selectors.owned_seat(request.user.pk, campaign_id)
    campaign = selectors.campaign_of(seat)
    form = TableForm(request.POST or None, initial=_table_of(campaign))
    if request.method == "POST" and form.is_valid():
        services.change_table(get_brain(), campaign_id, form.cleaned_data)
        messages.success(request, "The table is changed.")
        return redirect("campaigns:list")
    return _change_page(request, campaign, form=form)


@require_POST
@login_required
def sample(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Change how a language model chooses its words at this table."""
    campaign = selectors.campaign_of(selectors.owned_seat(request.user.pk, campaign_id))
    form = SamplingForm(request.POST)
    if not form.is_valid():
        return _change_page(request, campaign, sampling_form=form)
    services.change_sampling(get_brain(), campaign_id, form.cleaned_data)
    messages.success(request, "From the next turn on it is told so.")
    return redirect("campaigns:change", campaign_id=campaign_id)


def _change_page(
    request: HttpRequest,
    campaign: Campaign,
    form: TableForm | None = None,
    sampling_form: SamplingForm | None = None,
) -> HttpResponse:
    """Show both forms, with what was refused."""
    sampling = selectors.sampling_now(get_brain(), campaign.pk)
    own = {name: getattr(campaign, name) for name in SamplingForm.base_fields}
    context = {
        "campaign": campaign,
        "form": form or TableForm(initial=_table_of(campaign)),
        "sampling_form": sampling_form or SamplingForm(initial=own, usual=sampling.usual),
        "sampling": sampling,
    }
    return render(
        request, "campaigns/change.html", context, status=422 if request.method == "POST" else 200
    )


def _table_of(campaign: Campaign) -> dict[str, str]:
    return {
        "name": campaign.name,
        "lines": "\n".join(campaign.lines),
        "veils": "\n".join(campaign.veils),
    }


@require_POST
@login_required
def rename(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Give a campaign another name, from the shelf."""
    selectors.owned_seat(request.user.pk, campaign_id)
    name = request.POST.get("name", "").strip()[:120]
    if name:
        services.change_table(get_brain(), campaign_id, {"name": name})
    return redirect("campaigns:list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Ask once more, then delete a campaign."""
    campaign = selectors.campaign_of(selectors.owned_seat(request.user.pk, campaign_id))
    if request.method != "POST":
        return render(request, "campaigns/delete.html", {"campaign": campaign})
    services.close_table(get_brain(), campaign_id)
    messages.success(request, f"“{campaign.name}” is gone.")
    return redirect("campaigns:list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: HttpRequest, word: str) -> HttpResponse:
    """Sit down at a table one was invited to."""
    campaign_id = invited_to(word)
    campaign = Campaign.objects.filter(pk=campaign_id).first() if campaign_id else None
    if campaign is None:
        return render(request, "campaigns/no_invitation.html", status=404)
    user = cast("User", request.user)
    is_seated = user.seats.filter(campaign_id=campaign.pk).exists()
    if request.method != "POST" and not is_seated:
        return render(request, "campaigns/join.html", {"campaign": campaign, "word": word})
    seat = sit_down(user, campaign)
    if not is_seated:
        wake_table(campaign.pk)
    if seat.character_id is None:
        return redirect("characters:choose", campaign_id=campaign.pk)
    return redirect("play:table", campaign_id=campaign.pk)
