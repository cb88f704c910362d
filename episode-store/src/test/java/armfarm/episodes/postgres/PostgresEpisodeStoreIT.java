package armfarm.episodes.postgres;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.EpisodeStoreContract;
import armfarm.episodes.shard.ShardStorage;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class PostgresEpisodeStoreIT extends EpisodeStoreContract {
    @TempDir
    private Path shards;

    private Database database;

    @Override
    protected EpisodeStore open(InstantSource clock) {
        database = TestPostgres.newDatabase();
        return PostgresEpisodeStore.open(database, ShardStorage.local(shards), clock, WriteAccess.alone());
    }

    @Override
    protected void closeBehind() {
        database.close();
    }
}
