/** How services are reached: PostgreSQL, Kafka, ROS and image storage, the farm's own or as configured. */
package armfarm.controller.links;
