package armfarm.episodes.parquet;

import armfarm.episodes.export.ExportItem;
import armfarm.episodes.export.ImageBytes;
import armfarm.episodes.export.PartPlace;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspStep;
import armfarm.messages.MotorCommand;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBAppender;

/** The two Parquet files of a part: frames with their images, and what is known of each episode. Confined to one thread. */
final class LeRobotFiles implements AutoCloseable {
    /** Files in a folder, LeRobot's own number. */
    static final int FILES_PER_CHUNK = 1_000;

    static final int FRAMES_PER_SECOND = 1;
    static final String TASK = "grasp an object from the bin";
    private static final int ROW_GROUP_ROWS = 2_048;

    private static final String FRAME_COLUMNS = """
            image blob, path varchar, state float[7], action float[5], elapsed float, timestamp float, frame_index bigint,
            episode_index bigint, index bigint, task_index bigint, reward float, done boolean, success boolean""";

    private static final String EPISODE_COLUMNS = """
            episode_index bigint, length bigint, dataset_from_index bigint, attempt varchar, split varchar, success boolean,
            label_source varchar, confidence double, object varchar, arm varchar, scene varchar, started_at varchar, model varchar,
            predicted_probability double, camera_intrinsics double[4], camera_in_base double[7], purpose varchar,
            object_set varchar, exploration boolean, policy varchar""";

    private static final String FRAMES = """
            select {'bytes': image, 'path': path} as "observation.images.bin", state as "observation.state",
                elapsed as "observation.elapsed_seconds", action, timestamp, frame_index, episode_index, index,
                task_index, reward as "next.reward", done as "next.done", success as "next.success"
            from frames""";

    private final DuckDb database = DuckDb.open();
    private long episode;
    private long index;

    LeRobotFiles(PartPlace place) {
        episode = place.before().attempts();
        index = place.before().steps();
    }

    void append(Iterator<ExportItem> items) throws SQLException {
        database.createTable("frames", FRAME_COLUMNS);
        database.createTable("episodes", EPISODE_COLUMNS);
        try (DuckDBAppender frames = database.appender("frames");
                DuckDBAppender episodes = database.appender("episodes")) {
            while (items.hasNext()) {
                ExportItem item = items.next();
                appendEpisode(episodes, item);
                appendFrames(frames, item);
            }
        }
    }

    void writeFrames(Path file) throws SQLException {
        database.copy(FRAMES, file, ROW_GROUP_ROWS, "");
    }

    void writeEpisodes(Path file, int number) throws SQLException {
        int chunk = number / FILES_PER_CHUNK;
        int inChunk = number % FILES_PER_CHUNK;
        String query = """
                select episode_index, [%s] as tasks, length, %d::bigint as "data/chunk_index",
                    %d::bigint as "data/file_index", dataset_from_index, dataset_from_index + length as dataset_to_index,
                    %d::bigint as "meta/episodes/chunk_index", %d::bigint as "meta/episodes/file_index",
                    attempt, split, success, label_source, confidence, object, arm, scene, started_at, model,
                    predicted_probability, camera_intrinsics, camera_in_base, purpose, object_set, exploration, policy
                from episodes""".formatted(DuckDb.literal(TASK), chunk, inChunk, chunk, inChunk);
        database.copy(query, file, ROW_GROUP_ROWS, "");
    }

    private void appendFrames(DuckDBAppender out, ExportItem item) throws SQLException {
        List<FrameCaptured> steps = item.steps();
        for (int i = 0; i < steps.size(); i++) {
            FrameCaptured frame = steps.get(i);
            GraspStep step = frame.step().orElseThrow();
            boolean last = i + 1 == steps.size();
            boolean success = last && item.success();
            Duration elapsed = Duration.between(steps.get(0).stamp(), frame.stamp());
            out.beginRow();
            out.append(frame.image().bytes());
            out.append(item.attempt().id() + "-" + i + "." + ImageBytes.ending(frame.image()));
            out.append(floats(step.gripperInBase()));
            out.append(floats(step.decision().command()));
            out.append((float) (elapsed.toNanos() / 1e9));
            out.append((float) i / FRAMES_PER_SECOND);
            out.append((long) i);
            out.append(episode);
            out.append(index);
            out.append(0L);
            out.append(success ? 1f : 0f);
            out.append(last);
            out.append(success);
            out.endRow();
            index++;
        }
        episode++;
    }

    private void appendEpisode(DuckDBAppender out, ExportItem item) throws SQLException {
        List<FrameCaptured> steps = item.steps();
        PolicyDecision decision = steps.get(0).step().orElseThrow().decision();
        CameraInfo camera = item.attempt().started().camera();
        Pose cameraInBase = camera.cameraInBase();
        out.beginRow();
        out.append(episode);
        out.append((long) steps.size());
        out.append(index);
        out.append(item.attempt().id().toString());
        out.append(item.member().split().label());
        out.append(item.success());
        out.append(item.member().label().source().name().toLowerCase(Locale.ROOT));
        out.append(item.member().label().confidence());
        if (item.member().objectId().isEmpty()) {
            out.appendNull();
        } else {
            out.append(item.member().objectId());
        }
        out.append(item.attempt().started().arm().name());
        out.append(item.attempt().started().sceneId());
        out.append(item.attempt().started().startedAt().toString());
        if (decision.model().isPresent()) {
            out.append(decision.model().get().name());
        } else {
            out.appendNull();
        }
        if (decision.predictedProbability().isPresent()) {
            out.append(decision.predictedProbability().getAsDouble());
        } else {
            out.appendNull();
        }
        out.append(new double[] {camera.fxPixels(), camera.fyPixels(), camera.cxPixels(), camera.cyPixels()});
        out.append(new double[] {
            cameraInBase.xMeters(),
            cameraInBase.yMeters(),
            cameraInBase.zMeters(),
            cameraInBase.qx(),
            cameraInBase.qy(),
            cameraInBase.qz(),
            cameraInBase.qw()
        });
        out.append(item.purpose());
        out.append(item.objectSet());
        out.append(item.exploration());
        out.append(item.policy());
        out.endRow();
    }

    private static float[] floats(Pose pose) {
        return new float[] {
            (float) pose.xMeters(),
            (float) pose.yMeters(),
            (float) pose.zMeters(),
            (float) pose.qx(),
            (float) pose.qy(),
            (float) pose.qz(),
            (float) pose.qw()
        };
    }

    private static float[] floats(MotorCommand command) {
        return new float[] {
            (float) command.dxMeters(),
            (float) command.dyMeters(),
            (float) command.dzMeters(),
            (float) command.sinYaw(),
            (float) command.cosYaw()
        };
    }

    @Override
    public void close() {
        database.close();
    }
}
