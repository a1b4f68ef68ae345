# Two stages: packages and assets are made in the first, only what runs is in the second.
FROM python:3.13-slim-bookworm AS build
WORKDIR /portal
ENV PYTHONDONTWRITEBYTECODE=1
COPY requirements-setup.lock requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --quiet --require-hashes -r requirements-setup.lock \
    && .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r requirements.lock
COPY . .
RUN .venv/bin/python -m launch image

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home portal
WORKDIR /portal
COPY --from=build /portal /portal
RUN mkdir -p var/private var/beat var/cache var/backups && chown -R portal var
USER portal
ENV PATH=/portal/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORTAL_MODE=production
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--max-requests", "2000", "--max-requests-jitter", "200", "--no-control-socket"]
