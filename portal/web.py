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
MEMORY = Path("/dev/shm")  # nosec B108: a folder in memory, in which gunicorn makes files of its own
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
control_socket_disable = True
# The portal logs each request itself, with its number and without personal data.
accesslog = None
