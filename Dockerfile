# A machine that builds a project, and nothing else: Debian slim with Pango and fonts, the packages of requirements.lock, no root.
#
#     docker build --tag flugblatt .
#     docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/project" flugblatt
#
# `serve` answers on the loopback of its own machine alone, so that it is of no use in a container.

FROM debian:bookworm-slim AS environment
RUN apt-get update && apt-get install --yes --no-install-recommends python3 python3-venv
WORKDIR /source
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY install install
RUN python3 install/runtime_lock.py > /runtime.lock \
 && python3 -m venv /opt/flugblatt \
 && /opt/flugblatt/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement /runtime.lock
COPY flugblatt flugblatt
COPY templates templates
COPY styles styles
RUN python3 -m venv /opt/building \
 && /opt/building/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock \
 && /opt/building/bin/hatchling build --target wheel --directory /wheel \
 && /opt/flugblatt/bin/pip install --no-cache-dir --no-deps /wheel/*.whl

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk openssh-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 flugblatt
COPY --from=environment /opt/flugblatt /opt/flugblatt
ENV PATH=/opt/flugblatt/bin:$PATH XDG_CACHE_HOME=/tmp/cache PYTHONDONTWRITEBYTECODE=1
USER flugblatt
WORKDIR /project
ENTRYPOINT ["flugblatt"]
