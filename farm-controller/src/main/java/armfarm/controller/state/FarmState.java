package armfarm.controller.state;

import armfarm.messages.board.FarmPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The farm at one moment, as page, terminal, {@code armfarm status}, metrics and alert rules tell of it. Immutable.
 *
 * @param notices the most urgent first
 * @param arms those that need a person first
 */
public record FarmState(
        FarmCondition condition, List<Notice> notices, List<ArmState> arms, List<ComponentState> components) {
    public FarmState {
        notices = List.copyOf(notices);
        arms = List.copyOf(arms);
        components = List.copyOf(components);
    }

    /** What the facts mean now. Of equal facts and instants it always says the same. */
    public static FarmState of(FarmFacts facts, Instant now) {
        List<ComponentState> components = facts.components().stream()
                .map(part -> ComponentState.of(part, now))
                .toList();
        ArmStates judged = new ArmStates(facts, components, now);
        List<ArmState> arms = facts.arms().stream().map(judged::of).toList();
        List<Notice> notices = new ArrayList<>(facts.reported());
        facts.pause().ifPresent(why -> notices.add(Notice.of(Notice.Kind.PAUSED, Notice.Urgency.PERSON, why)));
        notices.addAll(Notices.ofComponents(facts, components));
        notices.addAll(Notices.ofTrainer(facts.trainer()));
        notices.addAll(Notices.ofArms(facts, arms));
        notices.sort(Comparator.comparing(Notice::urgency).thenComparing(Notice::kind));
        return new FarmState(condition(facts, arms), notices, personFirst(arms), components);
    }

    /** All others stay in their order, so that tiles do not jump about. */
    private static List<ArmState> personFirst(List<ArmState> arms) {
        return arms.stream()
                .sorted(Comparator.comparing(arm -> !arm.state().needsAPerson()))
                .toList();
    }

    private static FarmCondition condition(FarmFacts facts, List<ArmState> arms) {
        if (facts.pause().isPresent() || facts.plan().paused().isPresent()) {
            return FarmCondition.PAUSED;
        }
        if (facts.phase() != FarmPhase.PRACTISING || arms.isEmpty()) {
            return FarmCondition.of(facts.phase());
        }
        if (arms.stream().allMatch(arm -> arm.state() == ArmCondition.STOPPED)) {
            return FarmCondition.STOPPED;
        }
        return Notices.standsForTrainer(facts, arms) ? FarmCondition.WAITING : FarmCondition.PRACTISING;
    }

    /** The most urgent of what is wrong; empty if nothing is, also while the farm waits for something that comes by itself. */
    public Optional<Notice> problem() {
        return notices.stream()
                .filter(notice -> notice.urgency() != Notice.Urgency.EXPECTED)
                .findFirst();
    }

    /** The most urgent of all there is to say: why the farm stands still, if it does. */
    public Optional<String> reason() {
        return notices.stream().findFirst().map(Notice::line);
    }
}
