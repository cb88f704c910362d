/**
 * The duties of a farm and who runs them: all in one process, or each in its own, which then meet in PostgreSQL and Kafka only; see
 * docs/roles.md.
 */
package armfarm.controller.roles;
