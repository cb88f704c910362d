/**
 * The farm's memory: every attempt with its images, stored exactly once, and what is asked of it later. Interfaces and
 * records only; the database is in {@link armfarm.episodes.postgres}, the image files in {@link armfarm.episodes.shard}.
 */
package armfarm.episodes;
