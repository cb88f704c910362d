# A ROS 1 master with parameter server and /rosout, of Debian's own packages. Build from the project's root:
#   docker build -f docker/roscore.Dockerfile -t armfarm/roscore docker
FROM debian:bookworm-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends ros-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home ros
USER ros
# The log is what /rosout says; it is of no use after the container's end.
ENV ROS_MASTER_URI=http://127.0.0.1:11311 ROS_LOG_DIR=/tmp/ros ROS_HOME=/tmp/ros
EXPOSE 11311
# Asks the master itself for its process id.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["/usr/bin/python3", "-c", "import os, xmlrpc.client; assert xmlrpc.client.ServerProxy(os.environ['ROS_MASTER_URI']).getPid('/health')[0] == 1"]
ENTRYPOINT ["roscore"]
CMD ["-p", "11311"]
