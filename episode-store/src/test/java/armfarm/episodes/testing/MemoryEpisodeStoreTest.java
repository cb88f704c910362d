package armfarm.episodes.testing;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.EpisodeStoreContract;
import java.time.InstantSource;

class MemoryEpisodeStoreTest extends EpisodeStoreContract {
    @Override
    protected EpisodeStore open(InstantSource clock) {
        return new MemoryEpisodeStore(clock);
    }
}
