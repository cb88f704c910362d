# The farm's image with ND4J's CUDA backend, for a trainer on an NVIDIA GPU. Build from the project's root:
#   docker build --build-arg COMMIT=$(scripts/code-version.sh) -f docker/trainer-gpu.Dockerfile -t armfarm/trainer-gpu .
#
# Not tested: nobody has run it on a GPU. ND4J's last release is built for CUDA 11.6 and carries no code for Hopper or newer
# (docs/decisions/learning-engine.md), so expect it to work, if it does, on Pascal to Ampere. The CUDA libraries come with
# the jars (2.4 GB); the host needs a driver of 510 or newer and the NVIDIA container toolkit.
FROM debian:bookworm-slim AS build
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
ARG MAVEN_OPTIONS=
# What scripts/code-version.sh prints; the history does not come along.
ARG COMMIT=unknown
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp ${MAVEN_OPTIONS} -Dcode.commit="$COMMIT" -Pgpu -Dlint.skip -DskipTests -Dmaven.test.skip=true package \
    && mkdir -p /opt/armfarm/app \
    && cp ./*/target/*.jar /opt/armfarm/app/ \
    && cp -r farm-cli/target/lib /opt/armfarm/app/lib \
    && cp -r armfarm scripts LICENSE THIRD-PARTY.md docker/container.yaml /opt/armfarm/

FROM debian:bookworm-slim
# libgomp: the backend's own threads.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless libgomp1 tzdata \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home armfarm \
    && install -d -o armfarm -g armfarm /data /shards /var/cache/armfarm
COPY --from=build /opt/armfarm /opt/armfarm
ENV ARMFARM_CACHE=/var/cache/armfarm NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER armfarm
VOLUME /data
EXPOSE 9400
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9400 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]
ENTRYPOINT ["/opt/armfarm/armfarm"]
CMD ["trainer", "--data", "/data"]
