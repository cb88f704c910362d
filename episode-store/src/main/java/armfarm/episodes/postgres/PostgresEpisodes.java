package armfarm.episodes.postgres;

import armfarm.episodes.Episodes;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.shard.ImageRef;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.AttemptStarted;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.ImageHeader;
import armfarm.messages.LabelSource;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Purpose;
import armfarm.messages.SequenceGaps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/** Puts attempts together again from their rows and images. */
final class PostgresEpisodes implements Episodes {
    private static final String SELECT_FRAMES = """
        select f.*, a.arm, s.name as shard
        from frame f join attempt a on a.id = f.attempt_id join shard s on s.id = f.shard_id
        where f.attempt_id = ? order by f.sequence\
        """;

    private final DataSource dataSource;
    private final ImageReader images;

    PostgresEpisodes(DataSource dataSource, ImageReader images) {
        this.dataSource = dataSource;
        this.images = images;
    }

    @Override
    public Optional<GraspAttempt> attempt(AttemptId id) {
        String failure = "Cannot read attempt " + id;
        List<OutcomeLabel> labels = Sql.list(
                dataSource,
                failure,
                // those that came with the attempt; later opinions are not part of it
                """
                select l.* from label l join attempt a on a.id = l.attempt_id
                where l.attempt_id = ? and l.labelled_at = a.ended_at order by l.id\
                """,
                PostgresEpisodes::label,
                id.uuid());
        List<FrameCaptured> frames = Sql.list(dataSource, failure, SELECT_FRAMES, row -> frame(row, id), id.uuid());
        return Sql.list(
                        dataSource,
                        failure,
                        "select * from attempt where id = ?",
                        row -> attempt(row, id, frames, labels),
                        id.uuid())
                .stream()
                .findFirst();
    }

    @Override
    public List<AttemptId> startingWith(String prefix, int limit) {
        return Sql.list(
                dataSource,
                "Cannot look up attempt " + prefix,
                "select id from attempt where starts_with(id::text, ?) order by id limit ?",
                row -> new AttemptId(row.getObject("id", UUID.class)),
                prefix.toLowerCase(Locale.ROOT),
                limit);
    }

    @Override
    public EncodedImage image(ImageRef image) {
        return new EncodedImage(EncodedImage.JPEG, images.read(image));
    }

    @Override
    public EncodedImage depth(ImageRef depth) {
        return new EncodedImage(ImageHeader.PNG, images.read(depth));
    }

    @Override
    public List<StoredFrame> frames(AttemptId id) {
        return Sql.list(
                dataSource,
                "Cannot read the frames of attempt " + id,
                SELECT_FRAMES,
                row -> new StoredFrame(
                        id,
                        row.getInt("sequence"),
                        FrameKind.valueOf(row.getString("kind")),
                        Sql.instant(row, "stamp"),
                        row.getString("media_type"),
                        Columns.image(row),
                        Columns.depth(row)),
                id.uuid());
    }

    private static GraspAttempt attempt(
            ResultSet row, AttemptId id, List<FrameCaptured> frames, List<OutcomeLabel> labels) throws SQLException {
        ArmId arm = new ArmId(row.getString("arm"));
        Purpose purpose = Purpose.valueOf(row.getString("purpose"));
        AttemptStarted started = new AttemptStarted(
                id,
                arm,
                row.getLong("attempt_number"),
                Sql.instant(row, "started_at"),
                purpose,
                ObjectSet.valueOf(row.getString("object_set")),
                row.getString("scene_id"),
                Columns.camera(row),
                row.getString("software_version"),
                Sql.optionalText(row, "source").map(AttemptSource::new).orElse(AttemptSource.unsaid(purpose)));
        Optional<String> abortReason = Sql.optionalText(row, "abort_reason");
        AttemptEnded ended = new AttemptEnded(
                id,
                arm,
                row.getInt("ended_sequence"),
                Sql.instant(row, "ended_at"),
                abortReason.isPresent() ? List.of() : labels,
                abortReason,
                Sql.optionalDouble(row, "gripper_opening_meters"),
                Sql.optionalDouble(row, "drop_test_difference"),
                Sql.optionalText(row, "truth_object"),
                Sql.duration(row, "deciding_ms"),
                Sql.duration(row, "robot_time_ms"),
                new SequenceGaps(row.getInt("missed_images"), row.getInt("missed_events")));
        return new GraspAttempt(started, frames, ended);
    }

    private FrameCaptured frame(ResultSet row, AttemptId id) throws SQLException {
        FrameKind kind = FrameKind.valueOf(row.getString("kind"));
        return new FrameCaptured(
                id,
                new ArmId(row.getString("arm")),
                row.getInt("sequence"),
                kind,
                Sql.instant(row, "stamp"),
                Sql.instant(row, "received_at"),
                new EncodedImage(row.getString("media_type"), images.read(Columns.image(row))),
                kind == FrameKind.STEP ? Optional.of(step(row)) : Optional.empty(),
                Columns.depth(row).map(place -> new EncodedImage(ImageHeader.PNG, images.read(place))));
    }

    /** As the view grasp_steps: rows from before settings were kept repeat the first step's search at later ones. */
    private static GraspStep step(ResultSet row) throws SQLException {
        Optional<String> settings = Sql.optionalText(row, "settings");
        boolean own = row.getInt("step_index") == 0 || settings.isPresent();
        return new GraspStep(
                row.getInt("step_index"),
                Columns.pose(row, "gripper_in_base").orElseThrow(),
                Columns.pose(row, "commanded_in_base").orElseThrow(),
                Columns.pose(row, "reached_in_base"),
                new PolicyDecision(
                        Columns.model(row),
                        row.getBoolean("exploration"),
                        own ? Sql.optionalLong(row, "cem_seed") : OptionalLong.empty(),
                        Columns.command(row, "command"),
                        own ? Sql.optionalDouble(row, "predicted_probability") : OptionalDouble.empty(),
                        settings,
                        Columns.causes(row)));
    }

    private static OutcomeLabel label(ResultSet row) throws SQLException {
        return new OutcomeLabel(
                LabelSource.valueOf(row.getString("source")),
                Outcome.valueOf(row.getString("outcome")),
                row.getDouble("confidence"));
    }
}
