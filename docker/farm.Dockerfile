# The farm's image. Build from the project's root:
#   docker build --build-arg COMMIT=$(scripts/code-version.sh) -f docker/farm.Dockerfile -t armfarm/farm .
FROM debian:bookworm-slim AS build
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# For example "-o -Dmaven.repo.local=/repository" with a repository that is mounted there, to build without the network.
ARG MAVEN_OPTIONS=
# What scripts/code-version.sh prints; the history does not come along.
ARG COMMIT=unknown
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp ${MAVEN_OPTIONS} -Dcode.commit="$COMMIT" -Dlint.skip -DskipTests -Dmaven.test.skip=true package \
    && mkdir -p /opt/armfarm/app \
    && cp ./*/target/*.jar /opt/armfarm/app/ \
    && cp -r farm-cli/target/lib /opt/armfarm/app/lib \
    && cp -r armfarm scripts LICENSE THIRD-PARTY.md docker/container.yaml /opt/armfarm/

FROM debian:bookworm-slim
# Fonts: for the text in plots. Time zones: for the database.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless fontconfig fonts-dejavu-core tzdata \
    && rm -rf /var/lib/apt/lists/*
# PostgreSQL refuses to run as root.
RUN useradd --uid 10001 --create-home armfarm \
    && install -d -o armfarm -g armfarm /data /shards /var/cache/armfarm
COPY --from=build /opt/armfarm /opt/armfarm
ENV ARMFARM_CACHE=/var/cache/armfarm
USER armfarm
# Unpacks the native libraries here, so that a start need not; what it says of ports and disks is of no interest.
RUN /opt/armfarm/armfarm doctor --data /data || true
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]
ENTRYPOINT ["/opt/armfarm/armfarm"]
CMD ["up", "--data", "/data", "--config", "/opt/armfarm/container.yaml"]
