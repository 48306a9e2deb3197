"""Where everything is. Names are verbs or the thing itself."""

from django.urls import URLPattern, URLResolver, include, path

from web_service.config import health, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.landing, name="landing"),
    path("health", health.health, name="health"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("operator/", views.operator, name="operator"),
    path("accounts/", include("web_service.accounts.urls")),
    path("campaigns/", include("web_service.campaigns.urls")),
    path("campaigns/<int:campaign_id>/", include("web_service.play.urls")),
    path("campaigns/<int:campaign_id>/party/", include("web_service.party.urls")),
    path("campaigns/<int:campaign_id>/heroes/", include("web_service.characters.urls")),
    path("media/", include("web_service.media.urls")),
]
handler400 = "web_service.config.views.bad_request"
handler403 = "web_service.config.views.forbidden"
handler404 = "web_service.config.views.not_found"
handler500 = "web_service.config.views.broken"
