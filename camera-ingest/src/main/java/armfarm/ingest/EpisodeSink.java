package armfarm.ingest;

import armfarm.messages.EpisodeBatch;

/** Where finished attempts go. */
@FunctionalInterface
public interface EpisodeSink {
    /**
     * Stores the batch and its stream positions, all or none. An attempt or a rejected record that is stored already is
     * passed over without an error.
     *
     * @throws armfarm.messages.FarmException nothing was stored; with code RESOURCE the same batch may be offered again
     */
    void append(EpisodeBatch batch);
}
