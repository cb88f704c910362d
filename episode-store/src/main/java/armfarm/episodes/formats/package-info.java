/** The formats of snapshots and data sets there are: the only place that knows all of them. */
package armfarm.episodes.formats;
