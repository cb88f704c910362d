# The trainer on a machine of its own: the controller's image, to be started in another role.
# That role is not part of this version; until then the image shows the command's help.
ARG CONTROLLER_IMAGE=armfarm/controller
FROM ${CONTROLLER_IMAGE}
HEALTHCHECK NONE
CMD ["--help"]
