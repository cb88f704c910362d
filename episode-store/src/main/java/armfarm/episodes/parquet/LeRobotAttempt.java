package armfarm.episodes.parquet;

import armfarm.episodes.imports.AttemptAssembly;
import armfarm.episodes.imports.ContentHash;
import armfarm.episodes.imports.ImportSettings;
import armfarm.episodes.imports.UnusableRecord;
import armfarm.messages.AttemptId;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.Outcome;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The frames of one episode as an attempt: each a step, with where the next one began as what it reached; or, without commands,
 * views. Its id is the one an export wrote, else a hash of its images, states and actions. Stateless.
 */
final class LeRobotAttempt {
    private final ImportSettings settings;
    private final String sceneId;

    /** @param sceneId names where episodes come from that do not say it */
    LeRobotAttempt(ImportSettings settings, String sceneId) {
        this.settings = settings;
        this.sceneId = sceneId;
    }

    GraspAttempt of(long index, LeRobotEpisode episode, List<LeRobotRow> rows) throws UnusableRecord {
        if (rows.size() != episode.length()) {
            throw new UnusableRecord("the file holds " + rows.size() + " of its frames, expected " + episode.length()
                    + " as meta/episodes has it");
        }
        Instant startedAt = AttemptAssembly.start(episode.startedAt().orElse(AttemptAssembly.UNKNOWN_TIME));
        AttemptAssembly attempt = new AttemptAssembly(
                episode.attempt().orElseGet(() -> AttemptId.ofContent(contentSha256(rows), startedAt)),
                settings.armNamed(episode.text("arm")),
                startedAt);
        for (int i = 0; i < rows.size(); i++) {
            LeRobotRow row = rows.get(i);
            if (row.frame().orElse(-1) != i) {
                throw new UnusableRecord("its frames are not in the order of frame_index, from 0");
            }
            byte[] image = row.image()
                    .orElseThrow(() -> new UnusableRecord("an image has no bytes, expected it inside the Parquet file"))
                    .bytes();
            Duration sinceStart = sinceStart(row);
            if (settings.viewsOnly()) {
                attempt.image(FrameKind.VIEW, image, "the image of a frame", sinceStart);
            } else {
                attempt.step(image, "the image of a frame", sinceStart, step(i, rows, episode));
            }
        }
        episode.text("object").ifPresent(attempt::object);
        attempt.objectSet(episode.text("object_set"));
        return attempt.build(
                index,
                episode.text("scene").orElse(sceneId),
                camera(attempt, episode),
                outcome(episode, rows),
                episode.share("confidence").orElse(1),
                settings.softwareVersion());
    }

    private static String contentSha256(List<LeRobotRow> rows) {
        ContentHash hash = new ContentHash();
        for (LeRobotRow row : rows) {
            hash.add(row.image().map(image -> image.bytes()).orElse(new byte[0]))
                    .add(numbers(row.state()))
                    .add(numbers(row.action()))
                    .add(row.timestampSeconds().orElse(0));
        }
        return hash.sha256();
    }

    private static double[] numbers(Optional<List<Double>> list) {
        return list.orElse(List.of()).stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Duration sinceStart(LeRobotRow row) throws UnusableRecord {
        double seconds = row.timestampSeconds().orElseThrow(() -> new UnusableRecord("a frame has no timestamp"));
        if (!(seconds >= 0 && seconds <= AttemptAssembly.LONGEST.toSeconds())) {
            throw new UnusableRecord("a timestamp is no time since the episode began, expected 0.."
                    + AttemptAssembly.LONGEST.toSeconds() + " seconds; Unix time is none");
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static GraspStep step(int i, List<LeRobotRow> rows, LeRobotEpisode episode) throws UnusableRecord {
        Pose gripperInBase = pose(rows.get(i));
        MotorCommand command = command(rows.get(i));
        Optional<Pose> next = i + 1 < rows.size() ? Optional.of(pose(rows.get(i + 1))) : Optional.empty();
        return new GraspStep(
                i,
                gripperInBase,
                next.orElseGet(() -> command.appliedTo(gripperInBase)),
                next,
                new PolicyDecision(
                        episode.text("model").filter(name -> !name.isBlank()).map(ModelVersion::new),
                        episode.exploration(),
                        OptionalLong.empty(),
                        command,
                        // The choice was made on the first image.
                        i == 0 ? episode.share("predicted_probability") : OptionalDouble.empty(),
                        Optional.empty()));
    }

    private static Pose pose(LeRobotRow row) throws UnusableRecord {
        double[] v = numbers(row.state());
        if (v.length != 7) {
            throw new UnusableRecord(LeRobotInfo.STATE + " has " + v.length + " numbers, expected 7");
        }
        try {
            return new Pose(v[0], v[1], v[2], v[3], v[4], v[5], v[6]);
        } catch (IllegalArgumentException e) {
            UnusableRecord reason = new UnusableRecord(
                    LeRobotInfo.STATE + " is no pose, expected x y z in metres and a unit quaternion x y z w");
            reason.initCause(e);
            throw reason;
        }
    }

    private static MotorCommand command(LeRobotRow row) throws UnusableRecord {
        double[] v = numbers(row.action());
        if (v.length != 5) {
            throw new UnusableRecord(LeRobotInfo.ACTION + " has " + v.length + " numbers, expected 5");
        }
        return AttemptAssembly.command(v, LeRobotInfo.ACTION);
    }

    private static CameraInfo camera(AttemptAssembly attempt, LeRobotEpisode episode) throws UnusableRecord {
        Pose cameraInBase = episode.cameraInBase().orElse(Pose.IDENTITY);
        List<Double> known = episode.intrinsics().orElse(List.of(0.0, 0.0, 0.0, 0.0));
        return attempt.camera(known.get(0), known.get(1), known.get(2), known.get(3), cameraInBase);
    }

    /**
     * What meta/episodes says. Else what the frames say: success if one does; failure only if the last one denies it, for the
     * outcome is known at the end. Unknown in all other cases.
     */
    private static Outcome outcome(LeRobotEpisode episode, List<LeRobotRow> rows) throws UnusableRecord {
        Optional<Boolean> success = episode.success();
        if (success.isEmpty()) {
            for (LeRobotRow row : rows) {
                Optional<Boolean> here = LeRobotFlag.of(row.success(), LeRobotInfo.SUCCESS);
                success = success.orElse(false) ? success : here;
            }
        }
        return success.map(known -> known ? Outcome.SUCCESS : Outcome.FAILURE).orElse(Outcome.UNKNOWN);
    }
}
