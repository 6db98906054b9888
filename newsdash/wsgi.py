"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdash.settings")
application = get_wsgi_application()

# What is loaded by now lives as long as the process: views and models too, once the addresses are read. The collector
# need not walk it again; it did so every ten pages or so, a tenth of a second each time.
_loaded = get_resolver().url_patterns
gc.collect()
gc.freeze()
