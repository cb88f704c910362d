package armfarm.controller.roles;

import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.Notice;
import armfarm.messages.ArmId;
import armfarm.messages.Outcome;
import armfarm.messages.board.ArmStatus;
import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmActivity.State;
import armfarm.policy.practice.ArmActivity.Trouble;
import armfarm.policy.practice.ArmSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What arms in other processes are in, of their reports: remembers since when, and tells a fault that is not over from what the
 * arm only mentions while it works. Confined to one thread; what it returns is immutable.
 */
final class BoardArms {
    private final Map<ArmId, ArmSnapshot> known = new HashMap<>();

    /** An arm's facts with what it mentions beside them. */
    record Seen(ArmSnapshot snapshot, ArmFacts facts, Optional<String> mentioned) {}

    /** Takes in what the arms last reported. */
    List<Seen> update(List<ArmStatus> reports, Instant now) {
        List<Seen> seen = new ArrayList<>();
        for (ArmStatus report : reports) {
            seen.add(update(report, now));
        }
        return seen;
    }

    private Seen update(ArmStatus report, Instant now) {
        State state = State.valueOf(report.state());
        ArmSnapshot before = known.get(report.arm());
        Optional<Trouble> trouble = trouble(report, state, before, now);
        ArmSnapshot snapshot = new ArmSnapshot(
                report.arm(),
                state,
                before != null && before.state() == state ? before.since() : now.minus(report.reportedAgo()),
                report.attempts(),
                report.model(),
                report.lastOutcome().map(Outcome::valueOf),
                state == State.HELD ? report.fault() : Optional.empty(),
                trouble,
                report.image()
                        .flatMap(image -> report.imageReceivedAt().map(at -> new ArmActivity.SeenImage(image, at))));
        known.put(report.arm(), snapshot);
        boolean gone = !report.alive() || state == State.STOPPED;
        return new Seen(
                snapshot,
                new ArmFacts(
                        snapshot.arm().name(),
                        state,
                        snapshot.since(),
                        snapshot.stop(),
                        trouble,
                        gone ? Optional.of(now.minus(report.reportedAgo())) : Optional.empty()),
                gone || state == State.HELD || trouble.isPresent() ? Optional.empty() : report.fault());
    }

    /** A fault lasts from the first report that says so until one without it: between its tries the arm reports attempts. */
    private static Optional<Trouble> trouble(ArmStatus report, State state, ArmSnapshot before, Instant now) {
        Optional<Trouble> old = before == null ? Optional.empty() : before.trouble();
        boolean again = state == State.RECOVERING
                || old.filter(trouble -> report.fault().equals(Optional.of(trouble.text())))
                        .isPresent();
        if (state == State.HELD || state == State.STOPPED || !again) {
            return Optional.empty();
        }
        return report.fault()
                .map(text -> new Trouble(text, false, old.map(Trouble::since).orElse(now)));
    }

    /** What arms mention of their way to Kafka and to new models. */
    static List<Notice> mentioned(List<Seen> arms) {
        Map<String, List<String>> byText = new HashMap<>();
        for (Seen arm : arms) {
            arm.mentioned()
                    .ifPresent(text -> byText.computeIfAbsent(text, t -> new ArrayList<>())
                            .add(arm.facts().name()));
        }
        return byText.entrySet().stream()
                .map(entry -> new Notice(
                        Notice.Kind.EVENTS_WAIT,
                        Notice.Urgency.HEALS,
                        String.join(", ", entry.getValue()) + ": " + entry.getKey(),
                        "",
                        entry.getValue()))
                .toList();
    }
}
