package armfarm.controller.state;

import armfarm.controller.state.Notice.Kind;
import armfarm.controller.state.Notice.Urgency;
import armfarm.messages.board.FarmPhase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What follows from the states of arms, components and trainer. Stateless. */
final class Notices {
    /** A fault that is over sooner is not worth a line. */
    private static final double SHORT_SECONDS = 10;

    /** A part that is away that long does not come back by itself. */
    private static final double HEALS_WITHIN_SECONDS = 60;

    /** A stop that lasts longer may have been forgotten. */
    private static final double FORGOTTEN_SECONDS = 30 * 60.0;

    /** Between two attempts an arm waits that long at most. */
    private static final double MOMENT_SECONDS = 2;

    private static final int NAMED = 4;

    private Notices() {}

    static List<Notice> ofComponents(FarmFacts farm, List<ComponentState> states) {
        List<Notice> notices = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            ComponentState part = states.get(i);
            String consequence = farm.components().get(i).consequence();
            if (part.state() == ComponentState.Condition.NO_ANSWER && !consequence.isEmpty()) {
                notices.add(away(part, consequence));
            } else if (part.state() == ComponentState.Condition.FAILED
                    && !farm.pause().equals(Optional.of(part.reason()))) {
                notices.add(Notice.of(Kind.COMPONENT_AWAY, Urgency.PERSON, part.name() + " failed: " + part.reason()));
            }
        }
        return notices;
    }

    private static Notice away(ComponentState part, String consequence) {
        return new Notice(
                Kind.COMPONENT_AWAY,
                part.ageSeconds() > HEALS_WITHIN_SECONDS ? Urgency.PERSON : Urgency.HEALS,
                part.name() + (part.address().isEmpty() ? "" : " at " + part.address()) + " does not answer: "
                        + part.reason(),
                consequence,
                List.of());
    }

    static List<Notice> ofTrainer(TrainerFacts trainer) {
        return trainer.failure().stream()
                .map(why -> new Notice(
                        Kind.TRAINER_FAILED,
                        Urgency.PERSON,
                        "The latest round of training failed: " + why,
                        trainer.modelThere()
                                ? "the model before it stays in use, and the next round tries again"
                                : "there is no model yet, and the next round tries again",
                        List.of()))
                .toList();
    }

    static List<Notice> ofArms(FarmFacts facts, List<ArmState> arms) {
        List<Notice> notices = new ArrayList<>();
        grouped(arms, ArmCondition.FAULT)
                .forEach(group -> notices.add(said(
                        Kind.ARM_FAULT,
                        Urgency.PERSON,
                        group,
                        "needs a person",
                        "need a person",
                        "see to it; 'armfarm arms check NAME' says more")));
        grouped(arms, ArmCondition.SILENT)
                .forEach(group -> notices.add(said(
                        Kind.ARM_SILENT,
                        Urgency.PERSON,
                        group,
                        "is silent",
                        "are silent",
                        group.get(0).action())));
        grouped(arms, ArmCondition.RECOVERING).stream()
                .filter(group -> group.stream().anyMatch(arm -> arm.ageSeconds() > SHORT_SECONDS))
                .forEach(group -> notices.add(said(
                        Kind.ARM_RECOVERING,
                        Urgency.HEALS,
                        group,
                        "recovers by itself",
                        "recover by themselves",
                        "nothing needs to be done unless it lasts")));
        notices.addAll(ofStops(arms));
        waiting(facts, arms).ifPresent(notices::add);
        return notices;
    }

    private static List<Notice> ofStops(List<ArmState> arms) {
        List<Notice> notices = new ArrayList<>();
        for (List<ArmState> group : grouped(arms, ArmCondition.STOPPED)) {
            boolean all = group.size() == arms.size();
            boolean forgotten = group.stream().anyMatch(arm -> arm.ageSeconds() > FORGOTTEN_SECONDS);
            String text = all
                    ? "All arms are stopped: " + shared(group)
                    : names(group) + (group.size() == 1 ? " is stopped: " : " are stopped: ") + shared(group);
            notices.add(new Notice(
                    all ? Kind.ALL_ARMS_STOPPED : Kind.ARM_STOPPED,
                    all || forgotten ? Urgency.PERSON : Urgency.EXPECTED,
                    text,
                    "",
                    namesOf(group)));
        }
        long stopped =
                notices.stream().mapToLong(notice -> notice.arms().size()).sum();
        if (notices.size() > 1 && stopped == arms.size()) {
            notices.add(new Notice(
                    Kind.ALL_ARMS_STOPPED,
                    Urgency.PERSON,
                    "All arms are stopped, for " + notices.size() + " reasons",
                    "'armfarm status' names who stopped which; release each with 'armfarm arms reset NAME'",
                    namesOf(arms)));
        }
        return notices;
    }

    private static Optional<Notice> waiting(FarmFacts facts, List<ArmState> arms) {
        if (facts.phase() == FarmPhase.STORING) {
            return Optional.of(
                    Notice.of(Kind.STORING, Urgency.EXPECTED, "Practice is over, what the arms made is being stored"));
        }
        return standsForTrainer(facts, arms)
                ? Optional.of(
                        Notice.of(Kind.WAITING_FOR_MODEL, Urgency.EXPECTED, "The arms wait: " + waitsForModel(facts)))
                : Optional.empty();
    }

    static String waitsForModel(FarmFacts facts) {
        return (facts.trainer().modelThere()
                        ? "practice is as far ahead of the trainer as it may be"
                        : "for the first model")
                + " (" + facts.trainer().text() + ")";
    }

    /** Whether no arm works because the trainer is behind, and not only for a moment between two attempts. */
    static boolean standsForTrainer(FarmFacts facts, List<ArmState> arms) {
        return facts.phase() == FarmPhase.PRACTISING
                && facts.pause().isEmpty()
                && facts.plan().paused().isEmpty()
                && facts.plan().waitsForTrainer()
                && arms.stream().anyMatch(Notices::waitsAWhile)
                && arms.stream().noneMatch(Notices::works);
    }

    private static boolean waitsAWhile(ArmState arm) {
        return arm.state() == ArmCondition.WAITING && arm.ageSeconds() >= MOMENT_SECONDS;
    }

    private static boolean works(ArmState arm) {
        return switch (arm.state()) {
            case PRACTISING, EVALUATING, STARTING -> true;
            default -> false;
        };
    }

    /** Arms of that state, those with the same reason together; an arm's own name in it makes no difference. */
    private static List<List<ArmState>> grouped(List<ArmState> arms, ArmCondition condition) {
        Map<String, List<ArmState>> byReason = new LinkedHashMap<>();
        for (ArmState arm : arms) {
            if (arm.state() == condition) {
                byReason.computeIfAbsent(shared(arm), reason -> new ArrayList<>())
                        .add(arm);
            }
        }
        return List.copyOf(byReason.values());
    }

    private static Notice said(
            Kind kind, Urgency urgency, List<ArmState> group, String one, String many, String action) {
        return new Notice(
                kind,
                urgency,
                names(group) + " " + (group.size() == 1 ? one : many) + ": " + shared(group),
                action,
                namesOf(group));
    }

    private static String shared(List<ArmState> group) {
        return group.size() == 1 ? group.get(0).reason() : shared(group.get(0));
    }

    /** Names of its topics and nodes begin with its own. */
    private static String shared(ArmState arm) {
        return arm.reason().replaceAll("(?<![A-Za-z0-9])" + Pattern.quote(arm.name()) + "(?![0-9])", "NAME");
    }

    private static List<String> namesOf(List<ArmState> group) {
        return group.stream().map(ArmState::name).toList();
    }

    /** For example: arm_1, arm_2, arm_3, arm_4 and 8 more arms. */
    private static String names(List<ArmState> group) {
        List<String> all = namesOf(group);
        if (all.size() <= NAMED + 1) {
            return String.join(", ", all);
        }
        return String.join(", ", all.subList(0, NAMED)) + " and " + (all.size() - NAMED) + " more arms";
    }
}
