package armfarm.episodes.postgres;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.shard.ShardStorage;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.StreamPosition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program that stores a stream of attempts, always the same one, from the stored position on, until it is killed. It
 * prints the position after each commit.
 */
final class KilledWriter {
    static final String TOPIC = "stream";
    static final int BATCH = 5;

    private KilledWriter() {}

    /** Runs the program and kills it after the given number of commits. @return the last position it acknowledged */
    static long runAndKill(Path data, int commits) throws IOException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long acknowledged = -1;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            for (int seen = 0; line != null; line = out.readLine()) {
                if (line.startsWith("position ")) {
                    acknowledged = Long.parseLong(line.substring("position ".length()));
                    seen++;
                    if (seen == commits) {
                        writer.toHandle().destroyForcibly(); // of the process itself, this would close the pipe
                    }
                }
            }
        }
        writer.onExit().join();
        return acknowledged;
    }

    public static void main(String[] args) {
        Path data = Path.of(args[0]);
        Database database = LocalPostgres.start(data, TestPostgres.CACHE, LocalPostgres.ANY_PORT);
        EpisodeStore store = PostgresEpisodeStore.open(
                database,
                new ShardStorage(data.resolve("shards"), 100_000, Optional.empty(), 0),
                InstantSource.system(),
                WriteAccess.alone());
        Attempts stream = new Attempts(31);
        long position = store.stream().positions(TOPIC).stream()
                .mapToLong(StreamPosition::nextOffset)
                .findFirst()
                .orElse(0);
        for (long i = 0; i < position; i++) {
            stream.next();
        }
        while (true) {
            List<GraspAttempt> batch = new ArrayList<>(stream.next(BATCH));
            position += BATCH;
            store.stream().append(new EpisodeBatch(batch, List.of(), List.of(new StreamPosition(TOPIC, 0, position))));
            System.out.println("position " + position);
        }
    }
}
