/**
 * From the arms to the store: events go into Kafka by {@link armfarm.ingest.AttemptPublisher}, come out by {@link
 * armfarm.ingest.EventConsumer}, are put together by {@link armfarm.ingest.EpisodeAssembler} and handed to an {@link
 * armfarm.ingest.EpisodeSink}. Kafka types stay in here.
 */
package armfarm.ingest;
