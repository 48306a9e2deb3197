"""The ASGI application: `uvicorn web_service.config.asgi:application` from the folder above this one's parent."""

import os
import sys

import django

from web_service.config.ending import end_well
from web_service.observe.request_trail import RequestTrail

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_service.config.settings")

# Streams are answered between threads that read and render: none may keep the interpreter from the others for the usual 5 ms.
sys.setswitchinterval(0.0005)

end_well()
django.setup(set_prefix=False)

from web_service.config.body_limit import BodyLimit  # noqa: E402
from web_service.config.event_streams import Patience, Site  # noqa: E402

application = Patience(RequestTrail(BodyLimit(Site())))
