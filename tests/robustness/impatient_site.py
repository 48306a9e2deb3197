"""The website as it is, but that it soon loses its patience: for a test that cannot wait as long as a real site does."""

from web_service.config.asgi import application as site
from web_service.config.event_streams import Patience

application = Patience(site, stuck_s=0.5)
