"""The door for the web server."""

from __future__ import annotations

import os
import signal

from django.core.wsgi import get_wsgi_application

from kept.config import environment
from kept.config.tether import tie_this_process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

if environment.text("KEPT_PROCESS") == "web":
    # A web process is the child of the web server, which is the supervisor's: if both are killed
    # at once, nobody else is left to end it.
    tie_this_process(signal.SIGTERM)

application = get_wsgi_application()
