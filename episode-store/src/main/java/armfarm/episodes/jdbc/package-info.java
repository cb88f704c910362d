/** What PostgreSQL and DuckDB have in common: their answers as rows of named, typed values. */
package armfarm.episodes.jdbc;
