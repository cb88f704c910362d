/** Writes frozen snapshots in the formats that other people's training code reads: a folder, a manifest, a loader. */
package armfarm.episodes.export;
