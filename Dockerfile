FROM oven/bun:1.4.5-slim AS built
WORKDIR /app
COPY package.json bun.lock ./
COPY patches patches
RUN bun install --frozen-lockfile --production
# What the engine brings for other systems.
RUN rm -rf node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32
COPY tsconfig.json bunfig.toml ./
COPY migrations migrations
COPY views views
COPY src src
# The embedded Postgres links its libraries when it is first looked for; the user it runs as later can't write here.
RUN bun -e "(await import('./src/db/binaries.ts')).findBinaries()"

FROM oven/bun:1.4.5-slim
# Trained data that reads quicker than the one among the packages.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends tesseract-ocr-spa tesseract-ocr-eng tesseract-ocr-por \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=built /app .
# `folio.env` beside the data: settings that a container is given by another one (see compose.yaml).
RUN printf '#!/bin/sh\nexec bun --config=/app/bunfig.toml --tsconfig-override=/app/tsconfig.json %s %s "$@"\n' \
    --env-file=/data/folio.env /app/src/cli/folio.ts >/usr/local/bin/folio \
  && chmod 755 /usr/local/bin/folio \
  && install --directory --owner=bun --group=bun /data

ENV HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER bun
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["bun", "-e", "process.exit((await fetch(`http://127.0.0.1:${process.env.PORT}/healthz`)).ok ? 0 : 1)"]
ENTRYPOINT ["folio"]
CMD ["serve"]
