# The farm's image with Gazebo 11 in it, so that "armfarm up --sim gazebo" needs neither root nor a chroot. Gazebo is Debian 11's,
# because Debian 12 and later have none; it runs by its own loader and libraries in /opt/gazebo, because the farm's native
# libraries need a newer C library than Debian 11 has. Build from the project's root, after the farm's image:
#   docker build -f docker/farm.Dockerfile -t armfarm/farm .
#   docker build -f docker/gazebo.Dockerfile -t armfarm/gazebo .
ARG FARM_IMAGE=armfarm/farm

FROM debian:bullseye-slim AS plugins
# What docker/gazebo/make-tree.sh installs, without the screen.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        libgazebo-dev libroscpp-dev libactionlib-dev libactionlib-msgs-dev ros-actionlib-msgs \
        libstd-msgs-dev libsensor-msgs-dev libgeometry-msgs-dev libtrajectory-msgs-dev ros-std-msgs ros-trajectory-msgs \
        python3-gencpp g++ cmake make pkg-config \
    && rm -rf /var/lib/apt/lists/*
COPY robot-simulation/gazebo/CMakeLists.txt /armfarm/source/
COPY robot-simulation/gazebo/action /armfarm/source/action
COPY robot-simulation/gazebo/msg /armfarm/source/msg
COPY robot-simulation/gazebo/src /armfarm/source/src
RUN cmake -S /armfarm/source -B /armfarm/build && make -j2 -C /armfarm/build \
    && install -D -t /plugins /armfarm/build/*.so

FROM debian:bullseye-slim AS tree
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        gazebo gazebo-plugin-base libroscpp3d libactionlib1d libgl1-mesa-dri \
    && rm -rf /var/lib/apt/lists/*

FROM ${FARM_IMAGE}
USER root
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends xvfb \
    && rm -rf /var/lib/apt/lists/*
COPY --from=tree /usr/lib /opt/gazebo/usr/lib
COPY --from=tree /usr/bin/gzserver* /opt/gazebo/usr/bin/
COPY --from=tree /usr/share/gazebo-11 /opt/gazebo/usr/share/gazebo-11
COPY --from=plugins /plugins /opt/gazebo/armfarm/build
RUN touch /opt/gazebo/armfarm-complete
COPY docker/gazebo /opt/armfarm/docker/gazebo
ENV ARMFARM_GAZEBO_TREE=/opt/gazebo
USER armfarm
# The rest, the health check too, is the farm's.
CMD ["up", "--sim", "gazebo", "--data", "/data", "--config", "/opt/armfarm/container.yaml"]
