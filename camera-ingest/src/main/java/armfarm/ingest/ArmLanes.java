package armfarm.ingest;

import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolLane;
import armfarm.messages.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of all arms and the spool behind them: what may be taken over, what is sent next, and whether the broker is
 * silent. A disk that refuses is no error here: the events stay in memory and the arms wait. Guarded by the publisher's lock.
 */
final class ArmLanes {
    private static final Logger LOG = LoggerFactory.getLogger(ArmLanes.class);
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /** A broker that has just started, or a loaded machine, is slow without anything being wrong: events wait a while before it is told. */
    private static final Duration TELL_AFTER = Duration.ofSeconds(10);

    private static final Duration PAUSE_AFTER_RETURN = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final Optional<EventSpool> spool;
    private final Ticker ticker;
    private final List<ArmLane> lanes = new ArrayList<>();
    private int turn;
    private boolean silent;
    private long behindSinceNanos;
    private long lastAnswerNanos;
    private String diskProblem;

    /** An event to hand to the client. */
    record Next(int partition, Outgoing event) {}

    /** @param bootstrapServers for messages */
    ArmLanes(String bootstrapServers, int partitions, Optional<EventSpool> spool, Ticker ticker) {
        this.bootstrapServers = bootstrapServers;
        this.spool = spool;
        this.ticker = ticker;
        this.behindSinceNanos = ticker.nanos();
        this.lastAnswerNanos = behindSinceNanos;
        for (int i = 0; i < partitions; i++) {
            lanes.add(new ArmLane(spool, i, lastAnswerNanos));
        }
    }

    int count() {
        return lanes.size();
    }

    /**
     * Takes an event over if there is room for it.
     *
     * @param begins an attempt, which needs more room than to go on with one
     */
    boolean take(int partition, byte[] key, byte[] value, boolean begins) {
        ArmLane lane = lanes.get(partition);
        try {
            if (silent) {
                lane.spill();
            }
            if (!lane.hasRoom(key, value) || !spoolHasRoom(SpoolLane.sizeOf(key, value), begins)) {
                return false;
            }
            lane.add(key, value, ticker.nanos());
            noteDisk(null);
            return true;
        } catch (IOException e) {
            noteDisk(e);
            return false;
        }
    }

    /** All that is in memory must fit on the disk too, when the broker falls silent or the farm stops. */
    private boolean spoolHasRoom(int moreBytes, boolean begins) {
        return spool.isEmpty()
                || spool.get()
                        .hasRoom(
                                moreBytes
                                        + lanes.stream()
                                                .mapToLong(ArmLane::memoryOnlyBytes)
                                                .sum(),
                                begins);
    }

    /** The next event for the client, one arm after the other; it counts as sent from now on. */
    Optional<Next> next() {
        for (int i = 0; i < lanes.size(); i++) {
            int partition = (turn + i) % lanes.size();
            Optional<Outgoing> event = nextOf(lanes.get(partition));
            if (event.isPresent()) {
                turn = partition + 1;
                return event.map(e -> new Next(partition, e));
            }
        }
        return Optional.empty();
    }

    private Optional<Outgoing> nextOf(ArmLane lane) {
        if (silent && lane.isWaitingForAnswer()) {
            return Optional.empty();
        }
        try {
            return lane.send(ticker.nanos());
        } catch (IOException e) {
            noteDisk(e);
            return Optional.empty();
        }
    }

    /** The broker has the event. @return whether it answers again after a silence */
    boolean acknowledged(Next sent) {
        settled(sent);
        boolean wasSilent = silent;
        silent = false;
        lastAnswerNanos = ticker.nanos();
        return wasSilent;
    }

    /** The broker has the event or will never take it. */
    void settled(Next sent) {
        try {
            lanes.get(sent.partition()).settled(sent.event());
        } catch (IOException e) {
            noteDisk(e);
        }
    }

    /** The client gave the event back: it is sent again after a pause. */
    void returned(Next sent) {
        lanes.get(sent.partition()).returned(sent.event(), ticker.nanos() + PAUSE_AFTER_RETURN.toNanos());
    }

    /** To be called now and then: from the moment nobody has answered for too long, everything goes to the spool. */
    void noticeSilence() {
        long now = ticker.nanos();
        if (!isBehind()) {
            behindSinceNanos = now;
        }
        if (!silent
                && now - lastAnswerNanos > SILENCE.toNanos()
                && lanes.stream().anyMatch(lane -> lane.isStuck(now, SILENCE.toNanos()))) {
            silent = true;
            LOG.warn(
                    "Kafka at {} has not answered for {} s; {}",
                    bootstrapServers,
                    SILENCE.toSeconds(),
                    spool.map(s -> "events go to " + s.folder() + " until it does")
                            .orElse("the arms wait until it does"));
        }
        if (silent) {
            spill();
        }
    }

    /** Puts everything that is in memory only on the disk, as far as that takes it. */
    void spill() {
        for (ArmLane lane : lanes) {
            try {
                lane.spill();
            } catch (IOException e) {
                noteDisk(e);
            }
        }
    }

    boolean isSilent() {
        return silent;
    }

    /** Whether events are held back, in the spool or because nobody answers. */
    boolean isBehind() {
        return silent || lanes.stream().anyMatch(ArmLane::isSpooling);
    }

    /** What has kept events from the broker for a while, or keeps the arms waiting, for people; empty if nothing does. */
    Optional<String> problem() {
        boolean full = !spoolHasRoom(0, true);
        boolean worthTelling = ticker.nanos() - behindSinceNanos > TELL_AFTER.toNanos()
                || spool.isEmpty()
                || full
                || diskProblem != null;
        if (!isBehind() || !worthTelling) {
            return Optional.empty();
        }
        String held = spool.map(s -> s.events() + " events (" + (s.bytes() >> 20) + " of " + (s.maxBytes() >> 20)
                        + " MiB) wait in " + s.folder())
                .orElse("the arms wait");
        String disk = diskProblem == null ? "" : "; the spool refuses more (" + diskProblem + "), the arms wait";
        return Optional.of((silent ? "Kafka at " + bootstrapServers + " does not answer: " : "catching up with Kafka: ")
                + held + disk + (full ? "; the spool is full, the arms wait" : "") + "; nothing is lost");
    }

    private void noteDisk(IOException problem) {
        String now = problem == null ? null : problem.getMessage() == null ? problem.toString() : problem.getMessage();
        if (now != null && diskProblem == null) {
            LOG.error(
                    "Event spool {} refuses events: {}; the arms wait, free some space",
                    spool.map(EventSpool::folder).orElse(null),
                    now);
        }
        diskProblem = now;
    }
}
