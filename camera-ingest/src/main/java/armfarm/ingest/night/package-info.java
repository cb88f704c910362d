/** Recordings of the event stream: a file of Kafka's own record batches, written while a farm runs and read in the order of time. */
package armfarm.ingest.night;
