"""Where a web server finds the minimal view."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "_minimal_settings"

application = get_wsgi_application()
