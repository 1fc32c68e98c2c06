# One image for web, workers and clock. It is built with the same make targets as everything else.
ARG PYTHON_IMAGE=python:3.12-slim

FROM ${PYTHON_IMAGE} AS build
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Makefile pyproject.toml ./
COPY requirements requirements

# The Python packages, and nothing else: this layer changes only with the lock.
FROM build AS packages
RUN make packages
# Besides, for those who need them: "django-anymail>=13" for a hosted mail provider.
ARG EXTRA_PACKAGES=""
RUN test -z "$EXTRA_PACKAGES" || .venv/bin/python -m pip install --quiet $EXTRA_PACKAGES

# The style sheets, scripts and collected files; the Node that builds them stays behind.
FROM packages AS assets
COPY . .
RUN make assets

FROM ${PYTHON_IMAGE}
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PORTAL_ENV=production \
    HOST=0.0.0.0 \
    PORT=8000
COPY --from=packages /app/.venv .venv
COPY . .
COPY --from=assets /app/var/static var/static
# The files stay root's: the account that runs the portal can read them and change none. Django warns at each start if the
# folder that static files were collected from is not there.
RUN python -m compileall -q -x '/\.venv/' . \
    && mkdir -p build/static \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin portal
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:portal.web", "portal.wsgi"]
