package armfarm.policy.practice;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.DriverException;
import armfarm.messages.EncodedImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.ManualClock;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.cell.FakeArmCell;
import armfarm.messages.cell.SceneState;
import armfarm.policy.GraspPolicy;
import armfarm.policy.outcome.DropTest;
import armfarm.policy.outcome.GripperWidthRule;
import armfarm.policy.outcome.OutcomeRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One attempt with a fake cell: what the policy saw, what the cell did and what was told about it. */
final class Attempted {
    static final AttemptId ID = AttemptId.next(Instant.EPOCH, new SplittableRandom(1));
    static final long SEED = 42;
    static final Pose GRASP = Pose.topDown(0.45, 0.06, 0.03, 0.4);
    static final Pose FAILED_BEFORE = Pose.topDown(0.55, 0, 0.03, 0);

    /** Fingers 1 mm apart hold something worth lifting, 4 mm something for sure; half of the pixels change when it falls. */
    static final OutcomeRules RULES =
            new OutcomeRules(new GripperWidthRule(0.001, 0.004), new DropTest((lifted, dropped) -> 0.5, 0.01));

    final FakeArmCell cell;
    final List<AttemptEvent> events = new ArrayList<>();
    final List<EncodedImage> watched = new ArrayList<>();
    private final GraspSequence sequence;

    private Attempted(FakeArmCell cell, ManualClock clock, OutcomeRules rules) {
        this.cell = cell;
        sequence = new GraspSequence(
                new GraspSequence.Context(cell, rules, clock, events::add, (image, at) -> watched.add(image)), ID);
    }

    /** To its end. */
    static Attempted by(GraspPolicy policy, FakeArmCell cell, ManualClock clock, OutcomeRules rules) {
        Attempted attempted = new Attempted(cell, clock, rules);
        attempted.run(policy);
        return attempted;
    }

    /** Of {@link #GRASP}, to its end. */
    static Attempted with(FakeArmCell cell, ManualClock clock) {
        return by(ScriptedPolicy.of("m0001-12345678", GRASP), cell, clock, RULES);
    }

    /** Of {@link #GRASP}, until the cell fails, and then ended as the arm's loop does. */
    static Attempted untilItFails(FakeArmCell cell, ManualClock clock) {
        return untilItFails(cell, clock, ScriptedPolicy.of("m0001-12345678", GRASP));
    }

    static Attempted untilItFails(FakeArmCell cell, ManualClock clock, GraspPolicy policy) {
        Attempted attempted = new Attempted(cell, clock, RULES);
        try {
            attempted.run(policy);
        } catch (DriverException e) {
            attempted.sequence.abort(e.getMessage());
        }
        return attempted;
    }

    private void run(GraspPolicy policy) {
        sequence.start(
                7, AttemptTask.PRACTICE, new SceneState("scene-3", ObjectSet.TRAINING), "0.1", AttemptSource.ROS);
        sequence.run(policy, SEED, List.of(FAILED_BEFORE));
    }

    AttemptEnded ended() {
        return (AttemptEnded) events.get(events.size() - 1);
    }

    List<FrameCaptured> frames() {
        return events.stream()
                .filter(FrameCaptured.class::isInstance)
                .map(FrameCaptured.class::cast)
                .toList();
    }

    FrameCaptured frame(FrameKind kind) {
        return frames().stream()
                .filter(frame -> frame.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** What the cell was told, in words: motions by the station they go to. */
    List<String> told() {
        return cell.begun().stream()
                .map(begun ->
                        begun.pose().map(this::station).orElse(begun.action().name()))
                .toList();
    }

    private String station(Pose pose) {
        double z = pose.zMeters();
        if (pose.equals(cell.homeInBase())) {
            return "home";
        }
        if (z == cell.heights().hoverZMeters()) {
            return "hover";
        }
        if (z == cell.heights().liftZMeters()) {
            return "lift";
        }
        return z == cell.heights().releaseZMeters() ? "release" : "grasp";
    }
}
