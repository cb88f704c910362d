/** The episode store on PostgreSQL: the server itself (own or external), the schema, and all SQL of the project. */
package armfarm.episodes.postgres;
