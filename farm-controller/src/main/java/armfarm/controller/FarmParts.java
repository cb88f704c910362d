package armfarm.controller;

import armfarm.controller.simulation.Simulation;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.ComponentNames;
import armfarm.controller.state.Notice;
import armfarm.ingest.PublishMetrics;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.learning.TrainerLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the parts that run inside a farm's own process say of themselves at this moment. Stateless. */
final class FarmParts {
    private FarmParts() {}

    /** @param trainerStarted whether its thread is to run */
    static List<ComponentFacts> facts(FarmServices services, TrainerLoop trainer, boolean trainerStarted, Instant now) {
        List<ComponentFacts> parts = new ArrayList<>();
        Optional<String> sending = services.publisher().problem();
        parts.add(ComponentFacts.here(ComponentNames.SPOOL, spooled(services), now, Optional.empty(), sending));
        parts.add(ComponentFacts.here(
                ComponentNames.INGEST,
                "lag " + services.consumer().metrics().lag() + " records",
                now,
                services.consumer().fault().map(FarmException::getMessage),
                Optional.empty()));
        if (trainerStarted) {
            parts.add(ComponentFacts.here(
                    ComponentNames.TRAINER,
                    trainer.status().text(),
                    now,
                    trainer.alive() ? Optional.empty() : Optional.of("its thread has ended"),
                    Optional.empty()));
        }
        services.objectLocation()
                .ifPresent(place -> parts.add(ComponentFacts.here(
                        ComponentNames.UPLOADS, place, now, Optional.empty(), services.uploadProblem())));
        return parts;
    }

    static List<Notice> notices(FarmServices services, Optional<Simulation> arms, Supervision loops) {
        List<Notice> notices = new ArrayList<>();
        arms.flatMap(Simulation::problem)
                .ifPresent(text -> notices.add(Notice.of(Notice.Kind.WORLD, Notice.Urgency.HEALS, text)));
        services.publisher()
                .problem()
                .ifPresent(text -> notices.add(Notice.of(Notice.Kind.EVENTS_WAIT, Notice.Urgency.HEALS, text)));
        services.uploadProblem()
                .ifPresent(text -> notices.add(Notice.of(Notice.Kind.UPLOADS_WAIT, Notice.Urgency.HEALS, text)));
        notices.addAll(LoopNotices.of(loops));
        return notices;
    }

    private static String spooled(FarmServices services) {
        PublishMetrics metrics = services.publisher().metrics();
        return metrics.spooled() == 0
                ? "empty"
                : metrics.spooled() + " events, " + (metrics.spoolBytes() >> 20) + " MiB";
    }
}
