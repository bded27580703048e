# The hotlines as one image. Everything it writes goes to /var/lib/ivr (and /tmp), so the rest may be read-only.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/ivr
WORKDIR /src
COPY requirements.lock ./
RUN /opt/ivr/bin/pip install --require-hashes -r requirements.lock
COPY LICENSE README.md pyproject.toml ./
COPY ivr ./ivr
RUN /opt/ivr/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
LABEL org.opencontainers.image.title="ivr" \
      org.opencontainers.image.description="Telephone enquiry hotlines written as YAML" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --gid 10001 ivr \
    && useradd --uid 10001 --gid ivr --no-create-home --home-dir /var/lib/ivr --shell /usr/sbin/nologin ivr \
    && install --directory --owner=ivr --group=ivr --mode=0750 /var/lib/ivr
COPY --from=build /opt/ivr /opt/ivr
COPY flows.yaml /srv/site/
COPY menus /srv/site/menus
COPY prompts /srv/site/prompts
ENV PATH=/opt/ivr/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    IVR_SITE=/srv/site \
    IVR_STATE=/var/lib/ivr \
    PORT=8000
WORKDIR /var/lib/ivr
USER 10001:10001
VOLUME /var/lib/ivr
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["ivr", "serve"]
