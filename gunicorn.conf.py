"""How the production server runs the site: the content is read once, before the processes split, and each process watches it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from publishing.settings import SettingError, read_settings

try:
    settings = read_settings()
except SettingError as error:
    sys.exit(f"Instelling klopt niet: {error}")

wsgi_app = "publishing.server:application"
bind = f"{settings['HOST']}:{settings['PORT']}"
workers = settings["WORKERS"]
threads = settings["THREADS"]
worker_class = "gthread"
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8190
limit_request_fields = 60
# The path without the query string: answers and search texts stay out of the log, and so do addresses of readers.
accesslog = "-" if settings["ACCESS_LOG"] else None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
loglevel = "warning"


def when_ready(server):
    """Say in one line where the site is, once it listens."""
    host = "127.0.0.1" if settings["HOST"] == "0.0.0.0" else settings["HOST"]  # noqa: S104 - compared, not bound
    print(f"Veiligheidswijzer staat op http://{host}:{settings['PORT']} (stoppen: Ctrl+C)", flush=True)


def post_fork(server, worker):
    """Each process notices changed content by itself."""
    from publishing.server import application

    if settings["WATCH"]:
        application.extensions["publisher"].watch()
