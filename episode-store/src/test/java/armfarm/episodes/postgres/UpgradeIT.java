package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.SplitRule;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.shard.AttemptRecords;
import armfarm.episodes.shard.FrameRef;
import armfarm.episodes.shard.ImageRef;
import armfarm.episodes.shard.ShardOwner;
import armfarm.episodes.shard.ShardState;
import armfarm.episodes.shard.ShardStorage;
import armfarm.episodes.shard.ShardWriter;
import armfarm.episodes.shard.SingleWriter;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptStarted;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.FailureCause;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.SequenceGaps;
import armfarm.messages.StreamPosition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data as each older version left it is brought up to date on a copy, and nothing in it changes. */
class UpgradeIT {
    /** Since then gaps are stored. */
    private static final int GAPS = 3;

    /** Since then the label that counts is kept beside the attempt. */
    private static final int LABEL_BESIDE_ATTEMPT = 4;

    @TempDir
    private Path shards;

    @ParameterizedTest(name = "version {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17})
    void everyOlderVersionIsReadAndGoesOn(int version) throws SQLException {
        Attempts make = new Attempts(version);
        make.settings = Optional.empty();
        List<GraspAttempt> written = new ArrayList<>(make.next(3));
        make.outcome = Outcome.ABORTED;
        written.add(version < GAPS ? withoutGaps(make.next()) : make.next());
        make.outcome = Outcome.SUCCESS;
        String original;
        try (Database old = TestPostgres.emptyDatabase()) {
            Migrations.migrate(old, MigrationVersion.fromVersion(Integer.toString(version)));
            write(old, written, version);
            original = Sql.one(old.dataSource(), "", "select current_database()", row -> row.getString(1));
        }

        try (Database copy = TestPostgres.copyOf(original)) {
            try (EpisodeStore store = PostgresEpisodeStore.open(
                    copy,
                    new ShardStorage(shards, StoreFixture.ROLL_BYTES, Optional.empty(), 0),
                    StoreFixture.CLOCK,
                    WriteAccess.alone())) {
                for (GraspAttempt attempt : written) {
                    assertThat(store.episodes().attempt(attempt.id())).contains(attempt);
                }
                assertThat(store.stream().positions("arm.events"))
                        .containsExactly(new StreamPosition("arm.events", 2, 40));
                assertThat(store.queries().count(AttemptFilter.parse("outcome='success'"), Duration.ofSeconds(9)))
                        .isEqualTo(3);
                assertThat(store.queries().count(AttemptFilter.parse("source='own'"), Duration.ofSeconds(9)))
                        .isEqualTo(4);
                make.settings = Optional.of("{}");
                List<GraspAttempt> more = make.next(2);
                store.stream()
                        .append(new EpisodeBatch(more, List.of(), List.of(new StreamPosition("arm.events", 2, 50))));
                assertThat(store.snapshots()
                                .create("all", AttemptFilter.parse(""), new SplitRule(SplitRule.GroupBy.ATTEMPT, 10, 0))
                                .size())
                        .isEqualTo(5);
            }
            assertThat(Fsck.check(copy, shards, true).problems()).isEmpty();
        }
        try (Database old = TestPostgres.copyOf(original)) {
            int found = Sql.one(
                    old.dataSource(),
                    "",
                    "select max(version::int) as version from flyway_schema_history",
                    row -> row.getInt("version"));
            assertThat(found).isEqualTo(version);
        }
    }

    @Test
    void failuresOfBeforeGetTheCauseThatTheyWouldGetToday() throws SQLException {
        Attempts make = new Attempts(12);
        make.outcome = Outcome.FAILURE;
        List<GraspAttempt> written = new ArrayList<>(List.of(make.next()));
        make.aboveMeters = 0.01;
        written.add(make.next());
        make.aboveMeters = 0;
        make.openingMeters = null;
        written.add(make.next());
        make.outcome = Outcome.ABORTED;
        written.add(make.next());
        try (Database database = TestPostgres.emptyDatabase()) {
            Migrations.migrate(database, MigrationVersion.fromVersion("13"));
            write(database, written, 13);

            Migrations.migrate(database);

            assertThat(Sql.list(
                            database.dataSource(),
                            "",
                            "select cause_if_failed from attempt order by attempt_number",
                            row -> row.getString(1)))
                    .containsExactlyElementsOf(written.stream()
                            .map(attempt -> FailureCause.of(attempt)
                                    .map(FailureCause::name)
                                    .orElse(null))
                            .toList())
                    .containsExactly("SLIPPED", "BLOCKED", "SLIPPED", null);
        }
    }

    @Test
    void theViewLeavesOutWhatOldRowsRepeatAtTheSecondStep() throws SQLException {
        Attempts make = new Attempts(11);
        make.model = Optional.of(new ModelVersion("m0001-aaaaaaaa"));
        make.settings = Optional.empty();
        GraspAttempt attempt = make.next();
        try (Database database = TestPostgres.emptyDatabase()) {
            Migrations.migrate(database, MigrationVersion.fromVersion("11"));
            write(database, List.of(attempt), 11);
            TestPostgres.execute(database, """
                insert into frame (attempt_id, sequence, kind, stamp, received_at, media_type, shard_id, byte_offset,
                    byte_length, crc32c, step_index, gripper_in_base, commanded_in_base, reached_in_base, model,
                    exploration, cem_seed, command, predicted_probability)
                select attempt_id, 9, kind, stamp, received_at, media_type, shard_id, byte_offset, byte_length, crc32c, 1,
                    gripper_in_base, commanded_in_base, reached_in_base, model, exploration, cem_seed, command,
                    predicted_probability
                from frame where step_index = 0\
                """);

            Migrations.migrate(database);

            assertThat(Sql.list(
                            database.dataSource(),
                            "",
                            "select step, model, cem_seed, predicted from grasp_steps order by step",
                            row -> row.getInt("step") + " " + row.getString("model") + " " + row.getString("cem_seed")
                                    + " " + row.getString("predicted")))
                    .containsExactly(
                            "0 m0001-aaaaaaaa "
                                    + attempt.firstStep()
                                            .orElseThrow()
                                            .decision()
                                            .cemSeed()
                                            .getAsLong() + " 0.75",
                            "1 m0001-aaaaaaaa null null");
        }
    }

    private static GraspAttempt withoutGaps(GraspAttempt attempt) {
        return new GraspAttempt(
                attempt.started(), attempt.frames(), attempt.ended().withGaps(SequenceGaps.NONE));
    }

    /** With the columns that version had, as its store wrote them. */
    private void write(Database database, List<GraspAttempt> attempts, int version) throws SQLException {
        ShardOwner.claim(
                shards,
                Sql.one(
                        database.dataSource(),
                        "",
                        "select farm_id::text as id from farm_info",
                        row -> row.getString("id")));
        try (Connection connection = database.dataSource().getConnection();
                ShardWriter writer = SingleWriter.open(shards, Optional.empty(), StoreFixture.ROLL_BYTES)) {
            List<List<ImageRef>> images = new ArrayList<>();
            for (GraspAttempt attempt : attempts) {
                images.add(writer.append(AttemptRecords.of(attempt)).stream()
                        .map(FrameRef::image)
                        .toList());
            }
            for (ShardState state : writer.sync()) {
                Sql.update(
                        connection,
                        "insert into shard (id, name, committed_length) values (?, ?, ?)",
                        state.number(),
                        state.fileName(),
                        state.committedLength());
            }
            for (int i = 0; i < attempts.size(); i++) {
                write(connection, attempts.get(i), images.get(i), version);
            }
            Sql.update(connection, "insert into stream_position values ('arm.events', 2, 40)");
        }
    }

    private static void write(Connection connection, GraspAttempt attempt, List<ImageRef> images, int version)
            throws SQLException {
        AttemptStarted started = attempt.started();
        AttemptEnded ended = attempt.ended();
        GraspStep first = attempt.firstStep().orElseThrow();
        Sql.update(
                connection,
                """
                insert into attempt (id, arm, attempt_number, started_at, ended_at, stored_at, ended_sequence, purpose,
                    object_set, scene_id, outcome, abort_reason, model, exploration, cem_seed, predicted_probability,
                    command, grasp_x_meters, grasp_y_meters, grasp_z_meters, grasp_yaw_radians, gripper_opening_meters,
                    drop_test_difference, truth_outcome, truth_object, deciding_ms, robot_time_ms, software_version,
                    camera_width_pixels, camera_height_pixels, camera_intrinsics_pixels, camera_in_base)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                attempt.id().uuid(),
                started.arm().name(),
                started.attemptNumber(),
                started.startedAt(),
                ended.endedAt(),
                StoreFixture.CLOCK.instant(),
                ended.sequence(),
                started.purpose(),
                started.objectSet(),
                started.sceneId(),
                ended.outcome(),
                Sql.orNull(ended.abortReason()),
                model(first.decision()),
                first.decision().exploration(),
                Sql.orNull(first.decision().cemSeed()),
                Sql.orNull(first.decision().predictedProbability()),
                Columns.of(first.decision().command()),
                first.commandedInBase().xMeters(),
                first.commandedInBase().yMeters(),
                first.commandedInBase().zMeters(),
                first.commandedInBase().yawRadians(),
                Sql.orNull(ended.gripperOpeningMeters()),
                Sql.orNull(ended.dropTestDifference()),
                ended.labels().isEmpty() ? null : Outcome.SUCCESS,
                Sql.orNull(ended.truthObject()),
                ended.deciding(),
                ended.robotTime(),
                started.softwareVersion(),
                started.camera().widthPixels(),
                started.camera().heightPixels(),
                Columns.intrinsics(started.camera()),
                Columns.of(started.camera().cameraInBase()));
        for (OutcomeLabel label : ended.labels()) {
            Sql.update(
                    connection,
                    "insert into label (attempt_id, source, outcome, confidence, labelled_at) values (?, ?, ?, ?, ?)",
                    attempt.id().uuid(),
                    label.source(),
                    label.outcome(),
                    label.confidence(),
                    ended.endedAt());
        }
        if (version >= GAPS) {
            Sql.update(
                    connection,
                    "update attempt set missed_images = ?, missed_events = ? where id = ?",
                    ended.gaps().images(),
                    ended.gaps().events(),
                    attempt.id().uuid());
        }
        if (version >= LABEL_BESIDE_ATTEMPT && !ended.labels().isEmpty()) {
            OutcomeLabel counting = ended.labels().get(0);
            Sql.update(
                    connection,
                    "update attempt set label_outcome = ?, label_source = ?, label_confidence = ? where id = ?",
                    counting.outcome(),
                    counting.source(),
                    counting.confidence(),
                    attempt.id().uuid());
        }
        for (int i = 0; i < images.size(); i++) {
            write(connection, attempt.frames().get(i), images.get(i));
        }
    }

    private static void write(Connection connection, FrameCaptured frame, ImageRef image) throws SQLException {
        Optional<GraspStep> step = frame.step();
        Sql.update(
                connection,
                """
                insert into frame (attempt_id, sequence, kind, stamp, received_at, media_type, shard_id, byte_offset,
                    byte_length, crc32c, step_index, gripper_in_base, commanded_in_base, reached_in_base, model,
                    exploration, cem_seed, command, predicted_probability)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                frame.attempt().uuid(),
                frame.sequence(),
                frame.kind(),
                frame.stamp(),
                frame.receivedAt(),
                frame.image().mediaType(),
                ShardState.numberOf(image.shard()),
                image.byteOffset(),
                image.byteLength(),
                image.crc32c(),
                step.map(GraspStep::index).orElse(null),
                step.map(s -> Columns.of(s.gripperInBase())).orElse(null),
                step.map(s -> Columns.of(s.commandedInBase())).orElse(null),
                step.flatMap(GraspStep::reachedInBase)
                        .map((Pose p) -> Columns.of(p))
                        .orElse(null),
                step.map(s -> model(s.decision())).orElse(null),
                step.map(s -> s.decision().exploration()).orElse(null),
                step.map(s -> Sql.orNull(s.decision().cemSeed())).orElse(null),
                step.map(s -> Columns.of(s.decision().command())).orElse(null),
                step.map(s -> Sql.orNull(s.decision().predictedProbability())).orElse(null));
    }

    private static String model(PolicyDecision decision) {
        return decision.model().map(Object::toString).orElse(null);
    }
}
