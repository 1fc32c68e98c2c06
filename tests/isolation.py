"""A pytest plugin, loaded before Django's settings: each xdist worker has a Redis number of its own."""

import os
import re

worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if os.environ.get("REDIS_URL") and worker:
    number = int(worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = re.sub(r"/\d+$", "", os.environ["REDIS_URL"]) + f"/{number}"
