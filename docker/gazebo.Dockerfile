# The farm's image with Gazebo 11 in it, so that "armfarm up --sim gazebo" needs neither root nor a chroot. Debian 11, because
# Debian 12 and later have no Gazebo. Build from the project's root, after the farm's image:
#   docker build -f docker/farm.Dockerfile -t armfarm/farm .
#   docker build -f docker/gazebo.Dockerfile -t armfarm/gazebo .
ARG FARM_IMAGE=armfarm/farm
FROM ${FARM_IMAGE} AS farm

FROM debian:bullseye-slim AS plugins
# What docker/gazebo/make-tree.sh installs, without the screen.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        libgazebo-dev libroscpp-dev libactionlib-dev libactionlib-msgs-dev ros-actionlib-msgs \
        libstd-msgs-dev libsensor-msgs-dev libgeometry-msgs-dev libtrajectory-msgs-dev ros-std-msgs ros-trajectory-msgs \
        python3-gencpp g++ cmake make pkg-config \
    && rm -rf /var/lib/apt/lists/*
COPY robot-drivers/gazebo/CMakeLists.txt /armfarm/source/
COPY robot-drivers/gazebo/action /armfarm/source/action
COPY robot-drivers/gazebo/msg /armfarm/source/msg
COPY robot-drivers/gazebo/src /armfarm/source/src
RUN cmake -S /armfarm/source -B /armfarm/build && make -j2 -C /armfarm/build \
    && install -D -t /plugins /armfarm/build/*.so

FROM debian:bullseye-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        gazebo gazebo-plugin-base libroscpp3d libactionlib1d xvfb \
        openjdk-17-jre-headless fontconfig fonts-dejavu-core tzdata procps \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home armfarm \
    && install -d -o armfarm -g armfarm /data /var/cache/armfarm
COPY --from=plugins /plugins /armfarm/build
RUN touch /armfarm-complete
COPY --from=farm /opt/armfarm /opt/armfarm
COPY docker/gazebo /opt/armfarm/docker/gazebo
# The whole image is the tree in which Gazebo runs: see docker/gazebo/make-tree.sh.
ENV ARMFARM_GAZEBO_TREE=/ ARMFARM_CACHE=/var/cache/armfarm
USER armfarm
RUN /opt/armfarm/armfarm doctor --data /data || true
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]
ENTRYPOINT ["/opt/armfarm/armfarm"]
CMD ["up", "--sim", "gazebo", "--data", "/data", "--config", "/opt/armfarm/container.yaml"]
