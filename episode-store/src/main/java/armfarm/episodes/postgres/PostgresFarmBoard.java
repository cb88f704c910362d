package armfarm.episodes.postgres;

import armfarm.messages.ArmId;
import armfarm.messages.EncodedImage;
import armfarm.messages.board.ArmStatus;
import armfarm.messages.board.EvaluationTask;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.PlanState;
import armfarm.messages.board.ProcessLock;
import armfarm.messages.board.TrainerReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The tables of migration V11. Every change is one statement, so that processes need not wait for each other. */
public final class PostgresFarmBoard implements FarmBoard {
    private static final String CHANGE_FAILS = "Cannot change the farm's plan";
    private static final String ALIVE = "reported_at > now() - interval '" + SILENT_SECONDS + " s'";

    private static final String AGO =
            "greatest(0, (extract(epoch from now() - reported_at) * 1000)::bigint) as reported_ago_ms";

    private final DataSource dataSource;

    private PostgresFarmBoard(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Brings the schema up to date first, so that the order in which processes start does not matter. */
    public static PostgresFarmBoard open(Database database) {
        Migrations.migrate(database);
        return new PostgresFarmBoard(database.dataSource());
    }

    @Override
    public PlanState plan() {
        return Sql.one(
                dataSource,
                "Cannot read the farm's plan",
                "select *, (select count(*) from evaluation_task where not done) as evaluations_left from farm_plan",
                row -> new PlanState(
                        FarmPhase.valueOf(row.getString("phase")),
                        optionalLong(row, "target"),
                        row.getLong("handed_out"),
                        optionalLong(row, "trainer_limit"),
                        Sql.optionalText(row, "paused_reason"),
                        row.getLong("last_round_wanted"),
                        row.getLong("last_round_done"),
                        row.getLong("evaluations_left")));
    }

    @Override
    public void begin(OptionalLong target, long collected) {
        change("""
                with dropped as (delete from evaluation_task)
                update farm_plan set phase = 'PRACTISING', target = ?, updated_at = now(),
                    handed_out = case
                        when exists (select from arm_status where state = 'PRACTISING' and %s) then handed_out
                        else ? end""".formatted(ALIVE), target.isPresent() ? target.getAsLong() : null, collected);
    }

    @Override
    public void enter(FarmPhase phase) {
        change("update farm_plan set phase = ?, updated_at = now()", phase);
    }

    @Override
    public void pause(Optional<String> reason) {
        change("update farm_plan set paused_reason = ?, updated_at = now()", Sql.orNull(reason));
    }

    @Override
    public void correctHandedOut(long handedOut) {
        change("update farm_plan set handed_out = ?", handedOut);
    }

    @Override
    public boolean handOut() {
        return change("""
                update farm_plan set handed_out = handed_out + 1
                where phase = 'PRACTISING' and paused_reason is null
                    and (target is null or handed_out < target)
                    and (trainer_limit is null or handed_out < trainer_limit)""") == 1;
    }

    @Override
    public void countHandedOut(long more) {
        change("update farm_plan set handed_out = greatest(0, handed_out + ?)", more);
    }

    @Override
    public void evaluate(long firstSceneSeed, int scenes) {
        change("""
                insert into evaluation_task (scene_seed, random)
                select ? + scene, policy.random
                from generate_series(0, ? - 1) as scene, (values (true), (false)) as policy (random)
                order by scene, policy.random desc
                on conflict (scene_seed, random) do nothing""", firstSceneSeed, scenes);
    }

    @Override
    public Optional<EvaluationTask> claimEvaluation(ArmId arm, String process) {
        return Sql.list(
                        dataSource,
                        "Cannot claim an evaluation for " + arm,
                        """
                        update evaluation_task set arm = ?, process = ? where id = (
                            select t.id from evaluation_task t
                            where not t.done and exists (select from farm_plan
                                    where phase = 'EVALUATING' and paused_reason is null)
                                and (t.process is null or t.process = ?
                                    or t.process not in (select process from arm_status where %s))
                            order by t.id limit 1 for update skip locked)
                        returning id, scene_seed, random""".formatted(ALIVE),
                        row -> new EvaluationTask(
                                row.getLong("id"), row.getLong("scene_seed"), row.getBoolean("random")),
                        arm.name(),
                        process,
                        process)
                .stream()
                .findFirst();
    }

    @Override
    public void finishEvaluation(EvaluationTask task, boolean completed) {
        change(
                "update evaluation_task set done = done or ?, arm = null, process = null where id = ?",
                completed,
                task.id());
    }

    @Override
    public long requestLastRound() {
        return Sql.one(
                dataSource,
                CHANGE_FAILS,
                "update farm_plan set last_round_wanted = last_round_wanted + 1, updated_at = now() returning last_round_wanted",
                row -> row.getLong(1));
    }

    @Override
    public void lastRoundDone(long number) {
        change("update farm_plan set last_round_done = greatest(last_round_done, ?)", number);
    }

    @Override
    public void limitPractice(long collected) {
        change("update farm_plan set trainer_limit = ?", collected);
    }

    @Override
    public void report(ArmStatus status) {
        change(
                """
                insert into arm_status as old (arm, process, state, attempts, last_attempt_number, model, last_outcome, fault,
                    image_type, image, image_received_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (arm) do update set (process, state, attempts, last_attempt_number, model, last_outcome, fault,
                    image_type, image, image_received_at, reported_at)
                = (excluded.process, excluded.state, excluded.attempts, excluded.last_attempt_number, excluded.model,
                    excluded.last_outcome, excluded.fault, excluded.image_type, excluded.image, excluded.image_received_at,
                    now())""",
                status.arm().name(),
                status.process(),
                status.state(),
                status.attempts(),
                status.lastAttemptNumber(),
                Sql.orNull(status.model()),
                Sql.orNull(status.lastOutcome()),
                Sql.orNull(status.fault()),
                Sql.orNull(status.image().map(EncodedImage::mediaType)),
                Sql.orNull(status.image().map(EncodedImage::bytes)),
                Sql.orNull(status.imageReceivedAt()));
    }

    @Override
    public List<ArmStatus> arms() {
        return Sql.list(
                dataSource,
                "Cannot read what the arms say",
                "select *, " + ALIVE + " as alive, " + AGO + " from arm_status order by arm",
                PostgresFarmBoard::armStatus);
    }

    private static ArmStatus armStatus(ResultSet row) throws SQLException {
        byte[] image = row.getBytes("image");
        return new ArmStatus(
                new ArmId(row.getString("arm")),
                row.getString("process"),
                row.getString("state"),
                row.getLong("attempts"),
                row.getLong("last_attempt_number"),
                Sql.optionalText(row, "model"),
                Sql.optionalText(row, "last_outcome"),
                Sql.optionalText(row, "fault"),
                image == null ? Optional.empty() : Optional.of(new EncodedImage(row.getString("image_type"), image)),
                Optional.ofNullable(row.getObject("image_received_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getBoolean("alive"),
                Sql.duration(row, "reported_ago_ms"));
    }

    @Override
    public void report(TrainerReport report) {
        change(
                """
                insert into trainer_status (process, state, round, draws_done, draws_total, loss, took_ms)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (only_row) do update set (process, state, round, draws_done, draws_total, loss, took_ms, reported_at)
                = (excluded.process, excluded.state, excluded.round, excluded.draws_done, excluded.draws_total, excluded.loss,
                    excluded.took_ms, now())""",
                report.process(),
                report.state(),
                report.round(),
                report.drawsDone(),
                report.drawsTotal(),
                Sql.orNull(report.loss()),
                report.took());
    }

    @Override
    public Optional<TrainerReport> trainer() {
        return Sql.list(
                        dataSource,
                        "Cannot read what the trainer says",
                        "select *, " + ALIVE + " as alive, " + AGO + " from trainer_status",
                        row -> new TrainerReport(
                                row.getString("process"),
                                row.getString("state"),
                                row.getInt("round"),
                                row.getLong("draws_done"),
                                row.getLong("draws_total"),
                                Sql.optionalDouble(row, "loss"),
                                Sql.duration(row, "took_ms"),
                                row.getBoolean("alive"),
                                Sql.duration(row, "reported_ago_ms")))
                .stream()
                .findFirst();
    }

    /** Each holds a lock for as long as its connection lives. */
    @Override
    public int stores() {
        return Sql.one(
                dataSource,
                "Cannot count the stores",
                """
                select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted
                    and database = (select oid from pg_database where datname = current_database())
                    and classid::bigint = ? and objid::bigint = ? and objsubid = 1""",
                row -> row.getInt(1),
                WriterLocks.WRITER >>> 32,
                WriterLocks.WRITER & 0xffffffffL);
    }

    @Override
    public ProcessLock lock(String name) {
        return new PostgresProcessLock(dataSource, name);
    }

    private int change(String sql, Object... parameters) {
        return Sql.update(dataSource, CHANGE_FAILS, sql, parameters);
    }

    private static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
