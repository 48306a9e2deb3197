"""One table's addresses, all below `/campaigns/<id>/`."""

from django.urls import path

from web_service.party import views as party_views
from web_service.play import (
    dice_views,
    reading_views,
    rules_views,
    speech,
    stream,
    views,
    why_views,
)

app_name = "play"
urlpatterns = [
    path("", views.table, name="table"),
    path("stream", stream.table_stream, name="stream"),
    path("typing", party_views.typing, name="typing"),
    path("begin", views.begin, name="begin"),
    path("turns", views.take_turn, name="take_turn"),
    path("turns/<int:number>/stop", views.stop, name="stop"),
    path("turns/<int:number>/retell", views.retell, name="retell"),
    path("turns/<int:number>/edit", views.edit, name="edit"),
    path("turns/<int:number>/withdraw", views.withdraw, name="withdraw"),
    path("turns/<int:number>/voice", speech.voice_stream, name="voice"),
    path("turns/<int:number>/why", reading_views.why_turn, name="why_turn"),
    path("turns/<int:number>/prompt", reading_views.prompt, name="prompt"),
    path("undo", views.undo, name="undo"),
    path("branch", views.branch, name="branch"),
    path("choose", views.choose, name="choose"),
    path("history", reading_views.history, name="history"),
    path("knows", reading_views.knows, name="knows"),
    path("dice", dice_views.dice, name="dice"),
    path("dice/reveal", dice_views.reveal, name="reveal"),
    path("rules", rules_views.rules, name="rules"),
    path("why/heroes/<int:hero>/<slug:number>", why_views.why_hero, name="why_hero"),
    path("why/<int:seq>", reading_views.why_number, name="why"),
]
