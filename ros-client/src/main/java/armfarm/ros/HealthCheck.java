package armfarm.ros;

import armfarm.ros.TopicHealth.Cause;
import java.time.Duration;
import java.util.List;

/** What is known of a subscriber at one moment, to find the one cause why it gets no data. Immutable. */
record HealthCheck(
        NodeCore node, GraphName topic, String problem, long messages, Duration silent, List<TopicHealth.Link> links) {
    TopicHealth health(Duration maxSilence) {
        TopicHealth.Link verdict = verdict(silent.compareTo(maxSilence) > 0);
        return new TopicHealth(topic, verdict.cause(), verdict.detail(), silent, messages, links);
    }

    /** Only cause and detail count. */
    private TopicHealth.Link verdict(boolean tooSilent) {
        if (!problem.isEmpty()) {
            return because(Cause.UNREADABLE, problem);
        }
        if (messages > 0 && !tooSilent) {
            return because(Cause.OK, "");
        }
        if (!node.masterProblem().isEmpty() && links.isEmpty()) {
            return because(Cause.NOT_REGISTERED, node.masterProblem());
        }
        if (links.isEmpty()) {
            return because(
                    Cause.NO_PUBLISHER,
                    "the master " + node.masterUri() + " knows no publisher of " + topic
                            + "; check that its node runs, that the topic's name is right and that both use the same"
                            + " ROS_MASTER_URI");
        }
        return links.stream()
                .filter(link -> link.cause() == Cause.OK)
                .findFirst()
                .map(this::silent)
                .orElse(links.get(0));
    }

    private TopicHealth.Link silent(TopicHealth.Link link) {
        return because(
                Cause.SILENT,
                "connected to publisher " + link.publisher() + ", whose data comes from " + link.dataAddress()
                        + ", by node " + node.name() + " at " + node.uri() + ", but nothing came for "
                        + silent.toMillis() / 1000.0 + " s, " + messages
                        + " messages before; check that the publisher has something to send");
    }

    private static TopicHealth.Link because(Cause cause, String detail) {
        return new TopicHealth.Link("", "", cause, detail);
    }
}
