package armfarm.policy.learning;

import armfarm.cli.bags.ExportedBag;
import armfarm.controller.base.CacheFolder;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.EpisodeBatch;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.training.GraspTrainer;
import armfarm.policy.training.TrainedModel;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.WarmStart;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Two rounds of training over many attempts of a real store, as a process of its own, so that the size of its heap is a test's choice.
 * The attempts are copies of one row and share its image; each is read, decoded and cut by itself.
 */
final class TrainingAtScale {
    /** Attempts that come between the rounds: the most that a farm waits for. */
    private static final int NEW_ATTEMPTS = 750;

    private static final int DRAWS = 640;

    private TrainingAtScale() {}

    /** Arguments: empty folder, attempts, pixels of a crop's side. */
    public static void main(String[] arguments) throws SQLException {
        Path folder = Path.of(arguments[0]);
        int attempts = Integer.parseInt(arguments[1]);
        FeatureSpec features = spec(Integer.parseInt(arguments[2]));
        TrainingConfig config = new TrainingConfig(
                300,
                0.5,
                100,
                750,
                new TrainingConfig.FreshStart(1e9, 1_000, DRAWS),
                new TrainingConfig.GoingOn(1, DRAWS, DRAWS, 1e-3),
                64,
                2e-3,
                4e-5,
                new TrainingConfig.Regularisation(0.03, 2),
                NetworkConfig.defaults());
        InstantSource clock = InstantSource.system();
        try (Database database = LocalPostgres.start(folder, CacheFolder.path(), LocalPostgres.ANY_PORT);
                EpisodeStore store = PostgresEpisodeStore.open(
                        database, ShardStorage.local(folder.resolve("shards")), clock, WriteAccess.alone());
                GraspTrainer trainer = new GraspTrainer(
                        new Dl4jEngines(), features, config, clock, folder.resolve("training-crops"), 0)) {
            store.stream()
                    .append(new EpisodeBatch(
                            List.of(ExportedBag.write(folder.resolve("one.bag")).get(0)), List.of(), List.of()));
            copyAttempts(database, attempts - 1);
            Optional<WarmStart> weights = Optional.empty();
            for (int round = 1; round <= 2; round++) {
                Instant start = Instant.now();
                TrainingSet frozen = store.trainingSets().create("round-" + round);
                Duration freezing = Duration.between(start, Instant.now());
                TrainedModel model = trainer.train(
                        new StoredExamples(store.trainingSets(), store.episodes(), frozen),
                        weights,
                        round,
                        progress -> {});
                weights = Optional.of(
                        new WarmStart(model.weights(), model.metrics().beganAnewAt()));
                System.out.printf(
                        "round %d: %d attempts, frozen in %d s, all in %d s, %d MiB of heap used%n",
                        round,
                        model.metrics().trainingExamples() + model.metrics().validationExamples(),
                        freezing.toSeconds(),
                        Duration.between(start, Instant.now()).toSeconds(),
                        usedMebibytes());
                copyAttempts(database, NEW_ATTEMPTS);
            }
        }
    }

    private static FeatureSpec spec(int cropPixels) {
        FeatureSpec s = FeatureSpec.of(new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.0095, 0.0245, Math.PI / 2));
        return new FeatureSpec(
                s.name(),
                cropPixels,
                s.cropHalfExtentMeters(),
                s.cropPlaneZMeters(),
                s.pixelMean(),
                s.pixelScale(),
                s.positionScaleMeters(),
                s.centerXMeters(),
                s.centerYMeters(),
                s.centerZMeters(),
                s.halfZMeters(),
                s.height());
    }

    /** More rows like the first one, with ids of their own. */
    private static void copyAttempts(Database database, int count) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table fresh as select uuidv7() as id from generate_series(1, " + count + ")");
            for (String table : List.of("attempt", "frame", "label")) {
                statement.execute(copy(connection, table));
            }
            statement.execute("drop table fresh");
        }
    }

    private static String copy(Connection connection, String table) throws SQLException {
        String key = table.equals("attempt") ? "id" : "attempt_id";
        String generated = table.equals("attempt") ? "stored_serial" : table.equals("label") ? "id" : "";
        StringBuilder columns = new StringBuilder();
        try (var found = connection.getMetaData().getColumns(null, "public", table, null)) {
            while (found.next()) {
                String column = found.getString("COLUMN_NAME");
                if (!column.equals(key) && !column.equals(generated)) {
                    columns.append(", ").append(column);
                }
            }
        }
        return "insert into " + table + " (" + key + columns + ") select fresh.id"
                + columns.toString().replace(", ", ", o.")
                + " from fresh, " + table + " o where o." + key
                + " = (select id from attempt order by stored_serial limit 1)"
                + (table.equals("frame") ? " and o.step_index = 0" : "");
    }

    private static long usedMebibytes() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
