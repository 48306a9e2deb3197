"""Where everything is. Names are verbs or the thing itself."""

from django.urls import URLPattern, URLResolver, include, path

from web_service.config import health, operator_page, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.landing, name="landing"),
    path("health", health.health, name="health"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("operator/", operator_page.operator, name="operator"),
    path("operator/model", operator_page.choose_model, name="choose_model"),
    path("operator/model/forget", operator_page.forget_model, name="forget_model"),
    path("operator/model/questions", operator_page.question_model, name="question_model"),
    path("operator/voices", operator_page.add_voice, name="add_voice"),
    path("operator/voices/delete", operator_page.delete_voice, name="delete_voice"),
    path("accounts/", include("web_service.accounts.urls")),
    path("campaigns/", include("web_service.campaigns.urls")),
    path("campaigns/<int:campaign_id>/", include("web_service.play.urls")),
    path("campaigns/<int:campaign_id>/lore/", include("web_service.lore.urls")),
    path("campaigns/<int:campaign_id>/party/", include("web_service.party.urls")),
    path("campaigns/<int:campaign_id>/heroes/", include("web_service.characters.urls")),
    path("media/", include("web_service.media.urls")),
]
handler400 = "web_service.config.views.bad_request"
handler403 = "web_service.config.views.forbidden"
handler404 = "web_service.config.views.not_found"
handler500 = "web_service.config.views.broken"
