/** Events that wait on the disk while the broker is away: append-only files, bounded, one ordered queue for each arm. */
package armfarm.ingest.spool;
