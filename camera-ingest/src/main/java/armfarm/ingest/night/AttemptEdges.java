package armfarm.ingest.night;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.FarmException;
import armfarm.messages.wire.AttemptEventCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which records are in a recording that begins and ends between attempts: of each partition everything from its first
 * attempt's start on, and once the end is wished for only what still belongs to open attempts. Confined to one thread.
 */
public final class AttemptEdges {
    private final boolean fromFirstRecord;
    private final Set<Integer> begun = new HashSet<>();
    private final Map<ArmId, AttemptId> open = new HashMap<>();
    private boolean ending;
    private long ended;

    /** @param fromFirstRecord everything is taken, from the first record on */
    public AttemptEdges(boolean fromFirstRecord) {
        this.fromFirstRecord = fromFirstRecord;
    }

    /** Whether the next record of its partition belongs to the recording. */
    public boolean takes(NightEvent event) {
        Optional<AttemptEvent> known = decode(event);
        if (ending
                && known.filter(some -> some.attempt().equals(open.get(some.arm())))
                        .isEmpty()) {
            return false;
        }
        if (!fromFirstRecord && !begun.contains(event.partition())) {
            if (known.filter(AttemptStarted.class::isInstance).isEmpty()) {
                return false;
            }
            begun.add(event.partition());
        }
        known.ifPresent(this::note);
        return true;
    }

    private void note(AttemptEvent event) {
        if (event instanceof AttemptStarted) {
            open.put(event.arm(), event.attempt());
        } else if (event instanceof AttemptEnded && open.remove(event.arm(), event.attempt())) {
            ended++;
        }
    }

    private static Optional<AttemptEvent> decode(NightEvent event) {
        try {
            return Optional.of(AttemptEventCodec.decode(event.value()));
        } catch (FarmException e) {
            return Optional.empty();
        }
    }

    /** From now on takes only what belongs to open attempts. */
    public void end() {
        ending = true;
    }

    /** Attempts whose end did not come yet. */
    public int open() {
        return open.size();
    }

    /** Attempts that are in the recording from start to end. */
    public long whole() {
        return ended;
    }
}
