"""The ASGI application: `uvicorn web_service.config.asgi:application` from the folder above this one's parent."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web_service.config.settings")

application = get_asgi_application()
