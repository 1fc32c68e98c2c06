"""How gunicorn serves the portal: ``gunicorn --config python:portal.web portal.wsgi``."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import environ
from gunicorn.http.wsgi import Response  # type: ignore[import-untyped]

environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")

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
# Visitors could send these themselves, past a proxy that does not know them, and turn every link of a page.
forwarder_headers = ""
# The portal logs each request itself, with its number and without personal data.
accesslog = None

if os.environ.get("METRICS_TOKEN"):
    # Each process counts into a file here; whichever is asked adds them up.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")

_every_header = Response.default_headers


def _without_server(response: Response) -> list[str]:
    return [line for line in _every_header(response) if not line.startswith("Server:")]


# Strangers need not know what answers them. gunicorn has no setting for that.
Response.default_headers = _without_server


def child_exit(server: Any, worker: Any) -> None:
    """Tells the counters that a web process is gone."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    """Removes the counters' folder when the web stops."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
