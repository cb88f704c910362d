/**
 * A farm whose controller, trainer and arms are processes of their own. They meet in PostgreSQL and Kafka only; see docs/roles.md.
 */
package armfarm.controller.roles;
