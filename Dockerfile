# One image for the whole site. The pages need no build step.
FROM debian:bookworm-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 mbs \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin mbs \
 && install -d -o mbs -g mbs -m 0700 /var/lib/mon-budget-sante

WORKDIR /srv/mon-budget-sante

COPY requirements.lock ./
RUN python3 -m venv /srv/venv \
 && /srv/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

COPY . .
RUN /srv/venv/bin/python -m compileall -q app migrations

ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    MBS_ENV=production \
    MBS_VAR=/var/lib/mon-budget-sante \
    HOST=0.0.0.0 \
    PORT=8000

USER 10001:10001
VOLUME /var/lib/mon-budget-sante
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/sante', timeout=4)"]

# MBS_CLE_COOKIE is given when the container starts, never written in the image.
CMD ["sh", "-c", "umask 077 && alembic upgrade head && exec uvicorn app.main:create_app --factory --host \"$HOST\" --port \"$PORT\" --no-access-log --no-server-header"]
