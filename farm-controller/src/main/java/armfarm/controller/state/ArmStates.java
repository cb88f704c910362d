package armfarm.controller.state;

import armfarm.policy.practice.ArmActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Judges arms, each by its facts and by what the farm waits for. Immutable. */
final class ArmStates {
    /** So long a fault may last before a person is asked for: a restarted ROS node is back within half a minute. */
    private static final Duration HEALS_WITHIN = Duration.ofMinutes(2);

    private final FarmFacts farm;
    private final boolean waysAway;
    private final Instant now;

    ArmStates(FarmFacts farm, List<ComponentState> components, Instant now) {
        this.farm = farm;
        this.waysAway = components.stream()
                .anyMatch(part -> ComponentNames.ARMS_NEED.contains(part.name())
                        && part.state() == ComponentState.Condition.NO_ANSWER);
        this.now = now;
    }

    ArmState of(ArmFacts arm) {
        return switch (arm.doing()) {
            case HELD -> state(arm, ArmCondition.STOPPED, arm.stop().orElse("a person stopped it"), "", arm.since());
            case STOPPED ->
                state(
                        arm,
                        ArmCondition.ENDED,
                        arm.lastSign().isPresent() ? "its process ended" : "its loop ended",
                        arm.lastSign().isPresent() ? start(arm) : "",
                        arm.since());
            default -> arm.lastSign().isPresent() ? silent(arm) : alive(arm);
        };
    }

    private ArmState silent(ArmFacts arm) {
        return state(
                arm,
                ArmCondition.SILENT,
                "its process does not report any more",
                "look at its log, and start it again: " + start(arm),
                arm.lastSign().orElseThrow());
    }

    private static String start(ArmFacts arm) {
        return "armfarm arm --name " + arm.name();
    }

    private ArmState alive(ArmFacts arm) {
        if (arm.doing() == ArmActivity.State.IDLE) {
            return state(arm, ArmCondition.WAITING, waitingFor(), "", arm.since());
        }
        if (arm.trouble().isPresent()) {
            return inTrouble(arm, arm.trouble().get());
        }
        ArmCondition working = switch (arm.doing()) {
            case EVALUATING -> ArmCondition.EVALUATING;
            case STARTING -> ArmCondition.STARTING;
            case RECOVERING -> ArmCondition.RECOVERING;
            default -> ArmCondition.PRACTISING;
        };
        String reason = working == ArmCondition.RECOVERING ? "its attempt was aborted; it tries again by itself" : "";
        return state(arm, working, reason, "", arm.since());
    }

    private ArmState inTrouble(ArmFacts arm, ArmActivity.Trouble trouble) {
        boolean lasting = Duration.between(trouble.since(), now).compareTo(HEALS_WITHIN) > 0;
        boolean person = !waysAway && (trouble.hopeless() || lasting);
        return state(
                arm,
                person ? ArmCondition.FAULT : ArmCondition.RECOVERING,
                trouble.text(),
                person ? "see to it; 'armfarm arms check " + arm.name() + "' says more" : "it tries again by itself",
                trouble.since());
    }

    /** Never empty: an arm that waits without a reason cannot be. */
    private String waitingFor() {
        PlanFacts plan = farm.plan();
        if (farm.pause().isPresent()) {
            return "the farm is paused: " + farm.pause().get();
        }
        if (plan.paused().isPresent()) {
            return "the farm is paused: " + plan.paused().get();
        }
        return switch (farm.phase()) {
            case STARTING -> "the farm starts";
            case PRACTISING -> practice(plan);
            case STORING -> "practice is over, what the arms made is being stored";
            case TRAINING ->
                "practice is over, the trainer works: " + farm.trainer().text();
            case EVALUATING ->
                plan.evaluationsLeft() > 0
                        ? "other arms make the " + plan.evaluationsLeft() + " evaluations that are left"
                        : "all evaluations are made";
            case WAITING -> "no run was begun yet; one begins with 'armfarm controller'";
            case STOPPING -> "the farm stops";
            case OVER -> "the run is over";
        };
    }

    private String practice(PlanFacts plan) {
        if (plan.reachedTarget()) {
            return "all " + plan.target().getAsLong() + " attempts are made or under way";
        }
        if (plan.waitsForTrainer()) {
            return Notices.waitsForModel(farm);
        }
        return "asks the plan for its next attempt";
    }

    private ArmState state(ArmFacts arm, ArmCondition condition, String reason, String action, Instant since) {
        double age = Math.max(0, Duration.between(since, now).toMillis() / 1000.0);
        return new ArmState(arm.name(), condition, reason, action, age);
    }
}
