/** Image files: append-only tar archives with an index kept elsewhere. The format is in docs/shard-format.md. */
package armfarm.episodes.shard;
