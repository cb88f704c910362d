package armfarm.ros;

import armfarm.ros.TopicHealth.Cause;
import java.time.Duration;
import java.util.List;

/** Finds the one cause why a subscriber gets no data. Stateless. */
final class HealthCheck {
    private HealthCheck() {}

    static TopicHealth of(Subscriber<?> subscriber, Duration maxSilence) {
        Duration silent = subscriber.silentFor();
        List<TopicHealth.Link> links = subscriber.links().links().stream()
                .map(IncomingConnection::state)
                .toList();
        TopicHealth.Link verdict = verdict(subscriber, silent.compareTo(maxSilence) > 0, links);
        return new TopicHealth(
                subscriber.topic(), verdict.cause(), verdict.detail(), silent, subscriber.messageCount(), links);
    }

    /** Only cause and detail count. */
    private static TopicHealth.Link verdict(Subscriber<?> subscriber, boolean tooSilent, List<TopicHealth.Link> links) {
        RosNode node = subscriber.links().node();
        if (!subscriber.problem().isEmpty()) {
            return because(Cause.UNREADABLE, subscriber.problem());
        }
        if (subscriber.messageCount() > 0 && !tooSilent) {
            return because(Cause.OK, "");
        }
        if (!node.masterProblem().isEmpty() && links.isEmpty()) {
            return because(Cause.NOT_REGISTERED, node.masterProblem());
        }
        if (links.isEmpty()) {
            return because(
                    Cause.NO_PUBLISHER,
                    "the master " + node.masterUri() + " knows no publisher of " + subscriber.topic()
                            + "; check that its node runs, that the topic's name is right and that both use the same"
                            + " ROS_MASTER_URI");
        }
        return links.stream()
                .filter(link -> link.cause() == Cause.OK)
                .findFirst()
                .map(link -> silent(link, subscriber, node))
                .orElse(links.get(0));
    }

    private static TopicHealth.Link silent(TopicHealth.Link link, Subscriber<?> subscriber, RosNode node) {
        return because(
                Cause.SILENT,
                "connected to publisher " + link.publisher() + ", whose data comes from " + link.dataAddress()
                        + ", by node " + node.name() + " at " + node.uri() + ", but nothing came for "
                        + subscriber.silentFor().toMillis() / 1000.0 + " s, " + subscriber.messageCount()
                        + " messages before; check that the publisher has something to send");
    }

    private static TopicHealth.Link because(Cause cause, String detail) {
        return new TopicHealth.Link("", "", cause, detail);
    }
}
