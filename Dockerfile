# Two stages: the first bundles the sources into one file, the second holds Node and that file.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
COPY hack/install hack/build hack/
RUN npm ci --no-audit --no-fund && cp package-lock.json node_modules/.confessor-lock
COPY tsconfig.json ./
COPY src src
RUN hack/build

FROM node:24.21.0-bookworm-slim
# Only the runtime is needed: no package manager, nothing to install with.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-*
WORKDIR /app
COPY --from=build /src/dist/ /src/package.json /app/
COPY LICENSE /app/
ENV NODE_ENV=production
USER 65532:65532
EXPOSE 8080
# A small young generation costs little time and saves a third of the memory.
ENTRYPOINT ["node", "--max-semi-space-size=2", "/app/confessor.js"]
CMD ["run"]
