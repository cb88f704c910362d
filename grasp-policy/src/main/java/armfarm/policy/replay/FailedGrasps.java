package armfarm.policy.replay;

import armfarm.episodes.DataQueries;
import armfarm.episodes.Episodes;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The grasps an arm remembered as failed when it began an attempt, from what is stored of the attempts before. Stateless. */
final class FailedGrasps {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private FailedGrasps() {}

    private record Earlier(AttemptId attempt, String outcome) {}

    /**
     * By the rules of practice: remembered since the bin was filled, forgotten after a success, an aborted attempt and when
     * the bin was stirred. Each evaluation fills the bin, so none remembers anything, though the scene may have been grasped in before.
     *
     * @param stirAfterFailures in a row
     * @return gripper poses in the base frame, oldest first
     */
    static List<Pose> before(DataQueries queries, Episodes episodes, AttemptStarted started, int stirAfterFailures) {
        if (started.purpose() == Purpose.EVALUATION) {
            return List.of();
        }
        List<AttemptId> remembered = new ArrayList<>();
        for (Earlier earlier : sameScene(queries, started)) {
            if (remembered.size() >= stirAfterFailures) {
                remembered.clear();
            }
            if (earlier.outcome().equals("failure") || earlier.outcome().equals("unknown")) {
                remembered.add(earlier.attempt());
            } else {
                remembered.clear();
            }
        }
        if (remembered.size() >= stirAfterFailures) {
            remembered.clear();
        }
        return remembered.stream().map(attempt -> graspOf(episodes, attempt)).toList();
    }

    private static List<Earlier> sameScene(DataQueries queries, AttemptStarted started) {
        AttemptFilter filter = new AttemptFilter(
                "earlier attempts on the same scene",
                "arm = ? and scene_id = ? and attempt_number < ? and imported_from is null",
                List.of(started.arm().name(), started.sceneId(), started.attemptNumber()));
        List<Earlier> found = new ArrayList<>();
        queries.attempts(
                new AttemptQuery(filter, List.of("attempt_id", "sensor_outcome"), AttemptQuery.Order.OLDEST, 0),
                TIMEOUT,
                new TableSink() {
                    @Override
                    public void begin(List<TableColumn> columns) {}

                    @Override
                    public void row(List<Object> values) {
                        found.add(new Earlier(AttemptId.parse((String) values.get(0)), (String) values.get(1)));
                    }
                });
        return found;
    }

    private static Pose graspOf(Episodes episodes, AttemptId attempt) {
        GraspAttempt failed = episodes.attempt(attempt).orElseThrow();
        return failed.frames().stream()
                .flatMap(frame -> frame.step().stream())
                .map(GraspStep::commandedInBase)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
