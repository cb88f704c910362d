package armfarm.cli;

import armfarm.controller.base.DataFolder;
import armfarm.controller.state.ArmCondition;
import armfarm.controller.state.ComponentNames;
import armfarm.controller.state.ComponentState;
import armfarm.controller.state.FarmCondition;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.Notice;
import armfarm.drivers.safety.StopLatch;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a farm is in, as {@code armfarm status} tells it: of a running farm its own words, of a stopped one what its folder says.
 *
 * @param problem the most urgent of what is wrong; null if nothing is
 * @param trainer what it does
 */
record Standing(
        String phase, String problem, List<Said> notices, List<Arm> arms, List<Part> components, JsonNode trainer) {
    static final String NOT_RUNNING = FarmCondition.NOT_RUNNING.word();

    /** Of a farm that runs and does not say. */
    static final String UNKNOWN = FarmCondition.UNKNOWN.word();

    /** A notice. */
    record Said(String kind, String urgency, String text, String action) {
        String line() {
            return action.isEmpty() ? text : text + "; " + action;
        }
    }

    /** An arm. */
    record Arm(
            String name,
            String state,
            String reason,
            String action,
            @JsonProperty("age_s") double age) {}

    /** A part of the farm. */
    record Part(
            String name,
            String address,
            String state,
            String reason,
            @JsonProperty("age_s") double age) {}

    /** What a running farm's page said. Words that this version does not know are passed on. */
    static Standing of(JsonNode status) {
        List<Said> notices = new ArrayList<>();
        status.path("notices")
                .forEach(it -> notices.add(
                        new Said(text(it, "kind"), text(it, "urgency"), text(it, "text"), text(it, "action"))));
        List<Arm> arms = new ArrayList<>();
        status.path("arms")
                .forEach(it -> arms.add(new Arm(
                        text(it, "id"),
                        text(it, "state"),
                        text(it, "reason"),
                        text(it, "action"),
                        tenths(it.path("ageSeconds").asDouble()))));
        List<Part> parts = new ArrayList<>();
        status.path("components")
                .forEach(it -> parts.add(new Part(
                        text(it, "name"),
                        text(it, "address"),
                        text(it, "state"),
                        text(it, "reason"),
                        tenths(it.path("ageSeconds").asDouble()))));
        JsonNode problem = status.path("problem");
        return new Standing(
                text(status, "phase"),
                problem.isTextual() ? problem.asText() : null,
                notices,
                arms,
                parts,
                status.path("trainer"));
    }

    /** Of processes that told the database. */
    static Standing of(FarmState state, String trainer) {
        return new Standing(
                state.condition().word(),
                state.problem().map(Notice::line).orElse(null),
                state.notices().stream()
                        .map(it -> new Said(it.kind().word(), it.urgency().word(), it.text(), it.action()))
                        .toList(),
                state.arms().stream()
                        .map(it -> new Arm(
                                it.name(), it.state().word(), it.reason(), it.action(), tenths(it.ageSeconds())))
                        .toList(),
                state.components().stream()
                        .map(it -> new Part(
                                it.name(), it.address(), it.state().word(), it.reason(), tenths(it.ageSeconds())))
                        .toList(),
                JsonNodeFactory.instance.objectNode().put("state", trainer));
    }

    /**
     * Of a farm that does not run: nothing is measured, but stops stay.
     *
     * @param known names of arms that made attempts
     */
    static Standing stopped(List<StopLatch.Stop> stops, List<String> known, Instant now) {
        TreeSet<String> names = new TreeSet<>(known);
        stops.forEach(stop -> stop.arm().ifPresent(arm -> names.add(arm.name())));
        List<Arm> arms = names.stream().map(name -> arm(name, stops, now)).toList();
        Optional<StopLatch.Stop> all =
                stops.stream().filter(stop -> stop.arm().isEmpty()).findFirst();
        List<Said> notices = all.stream()
                .map(stop -> new Said(
                        Notice.Kind.ALL_ARMS_STOPPED.word(),
                        Notice.Urgency.PERSON.word(),
                        "All arms are stopped " + stop.describe() + ", and stay so when the farm starts",
                        "to go on, run 'armfarm arms reset --all'"))
                .toList();
        return new Standing(
                NOT_RUNNING,
                notices.isEmpty() ? null : notices.get(0).line(),
                notices,
                arms,
                List.of(),
                JsonNodeFactory.instance.objectNode().put("state", NOT_RUNNING));
    }

    /**
     * Of a farm for which nobody speaks: it is stopped, or what runs has no page and the database says nothing of it.
     *
     * @param failure of the question to the database; empty if it answered, and no run has begun
     */
    static Standing ofFolder(
            Optional<DataFolder.Owner> owner,
            String failure,
            List<StopLatch.Stop> stops,
            List<String> known,
            Instant now) {
        return owner.map(found -> unknown(
                        "armfarm " + found.command() + " runs as process " + found.pid() + " and has no page; "
                                + (failure.isEmpty()
                                        ? "its database knows of no run yet"
                                        : "its database cannot be asked: " + failure),
                        stops,
                        now))
                .orElseGet(() -> stopped(stops, known, now));
    }

    /** Of a farm that runs and does not say what it is in: only its stops are known. */
    static Standing unknown(String why, List<StopLatch.Stop> stops, Instant now) {
        Standing folder = stopped(stops, List.of(), now);
        List<Said> notices = new ArrayList<>(
                List.of(new Said(Notice.Kind.COMPONENT_AWAY.word(), Notice.Urgency.PERSON.word(), why, "")));
        notices.addAll(folder.notices());
        return new Standing(
                UNKNOWN,
                why,
                notices,
                folder.arms(),
                List.of(),
                JsonNodeFactory.instance.objectNode().put("state", UNKNOWN));
    }

    /** Why the farm's database cannot be asked, as the farm itself measured. */
    Optional<String> databaseAway() {
        return components.stream()
                .filter(part -> part.name().equals(ComponentNames.POSTGRESQL)
                        && part.state().equals(ComponentState.Condition.NO_ANSWER.word()))
                .findFirst()
                .map(part -> "PostgreSQL at " + part.address() + " does not answer: " + part.reason());
    }

    private static Arm arm(String name, List<StopLatch.Stop> stops, Instant now) {
        return stops.stream()
                .filter(stop -> stop.arm().isEmpty() || stop.arm().get().name().equals(name))
                .findFirst()
                .map(stop -> new Arm(
                        name,
                        ArmCondition.STOPPED.word(),
                        "stopped " + stop.describe(),
                        "to go on, run 'armfarm arms reset " + (stop.arm().isEmpty() ? "--all" : name) + "'",
                        age(stop, now)))
                .orElse(new Arm(name, ArmCondition.ENDED.word(), "the farm does not run", "", 0));
    }

    private static double age(StopLatch.Stop stop, Instant now) {
        try {
            return tenths(Duration.between(Instant.parse(stop.at()), now).toMillis() / 1000.0);
        } catch (DateTimeParseException e) {
            return 0; // a file that does not say when
        }
    }

    private static double tenths(double seconds) {
        return Math.round(Math.max(0, seconds) * 10) / 10.0;
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asText("");
    }
}
