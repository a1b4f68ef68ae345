"""The door for web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What is loaded by now stays for good: the collector need not walk through it at each request.
gc.collect()
gc.freeze()
