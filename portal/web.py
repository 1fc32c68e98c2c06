"""How gunicorn serves the portal: ``gunicorn --config python:portal.web portal.wsgi``."""

import os
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 15
# Longer than the usual 60 s of a load balancer, which must be the one to close an idle connection.
keepalive = 75
# The workers' heartbeat is a file; on a slow disk it would hold them up.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
# The portal logs each request itself, with its number and without personal data.
accesslog = None
