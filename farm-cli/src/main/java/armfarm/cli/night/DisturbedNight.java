package armfarm.cli.night;

import armfarm.ingest.night.NightEvent;
import armfarm.messages.hash.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The events of a recording with what a fault plan does to them: repeated, held back, joined by damaged ones. Those of an arm that
 * are no repetition stay in their order. The same for the same seed. Confined to one thread.
 */
final class DisturbedNight implements Iterator<NightStep> {
    private static final int REMEMBERED = 50;
    private static final int SHORTEST_DELAY_EVENTS = 20;
    private static final int LONGEST_DELAY_EVENTS = 100;
    private static final int SHORTEST_DAMAGED_BYTES = 20;
    private static final int LONGEST_DAMAGED_BYTES = 120;
    /** No field of Protobuf begins so. */
    private static final byte NO_FIELD = (byte) 0xff;

    private final Iterator<NightEvent> night;
    private final Deque<FaultPlan.Fault> plan;
    private final Predicate<NightEvent> repeatable;
    private final RandomGenerator random;
    private final Deque<NightStep> ready = new ArrayDeque<>();
    private final Map<Integer, Deque<NightEvent>> recent = new TreeMap<>();
    private final Set<String> strangers = new HashSet<>();
    private final Map<FaultKind, Long> done = new EnumMap<>(FaultKind.class);
    private List<FaultKind> postponed = new ArrayList<>();
    private Optional<Held> held = Optional.empty();
    private long event;
    private long clockMillis = Long.MIN_VALUE;

    /** An arm that is late. */
    private static final class Held {
        private final int partition;
        private final long untilEvent;
        private final List<NightEvent> events = new ArrayList<>();

        Held(int partition, long untilEvent) {
            this.partition = partition;
            this.untilEvent = untilEvent;
        }
    }

    /** @param repeatable whether a record that comes again is known to be passed over: it was not refused the first time */
    DisturbedNight(
            Iterator<NightEvent> night,
            List<FaultPlan.Fault> plan,
            Predicate<NightEvent> repeatable,
            RandomGenerator random) {
        this.night = night;
        this.plan = new ArrayDeque<>(plan);
        this.repeatable = repeatable;
        this.random = random;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && night.hasNext()) {
            take(night.next());
        }
        if (ready.isEmpty()) {
            release();
        }
        return !ready.isEmpty();
    }

    @Override
    public NightStep next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void take(NightEvent next) {
        clockMillis = Math.max(clockMillis, next.timestampMillis());
        if (held.isPresent() && event >= held.get().untilEvent) {
            release();
        }
        List<FaultKind> due = postponed;
        postponed = new ArrayList<>();
        while (!plan.isEmpty() && plan.peek().event() <= event) {
            due.add(plan.remove().kind());
        }
        due.forEach(kind -> disturb(kind, next));
        if (held.isPresent() && held.get().partition == next.partition()) {
            held.get().events.add(next);
        } else {
            publish(next);
        }
        event++;
    }

    private void disturb(FaultKind kind, NightEvent next) {
        if (!kind.changesStream()) {
            ready.add(NightStep.happens(clockMillis, kind));
        } else if (kind == FaultKind.DAMAGED_RECORD) {
            ready.add(NightStep.publish(clockMillis, damaged(next)));
            count(kind);
        } else if (kind == FaultKind.ARM_LATE && held.isEmpty()) {
            held = Optional.of(new Held(
                    next.partition(), event + random.nextInt(SHORTEST_DELAY_EVENTS, LONGEST_DELAY_EVENTS + 1)));
            count(kind);
        } else if (kind == FaultKind.REDELIVERED && !recent.isEmpty()) {
            repeat();
            count(kind);
        } else {
            postponed.add(kind);
        }
    }

    private NightEvent damaged(NightEvent near) {
        byte[] bytes = new byte[random.nextInt(SHORTEST_DAMAGED_BYTES, LONGEST_DAMAGED_BYTES + 1)];
        random.nextBytes(bytes);
        bytes[0] = NO_FIELD;
        strangers.add(Hash.MD5.hex(bytes));
        return new NightEvent(near.partition(), -1, near.timestampMillis(), near.key(), bytes);
    }

    /** The last records of an arm, or only the latest of them. */
    private void repeat() {
        List<Deque<NightEvent>> arms = List.copyOf(recent.values());
        List<NightEvent> last = List.copyOf(arms.get(random.nextInt(arms.size())));
        last.subList(random.nextInt(last.size()), last.size())
                .forEach(again -> ready.add(NightStep.publish(clockMillis, again)));
    }

    private void publish(NightEvent next) {
        ready.add(NightStep.publish(clockMillis, next));
        if (repeatable.test(next)) {
            Deque<NightEvent> last = recent.computeIfAbsent(next.partition(), none -> new ArrayDeque<>());
            last.add(next);
            if (last.size() > REMEMBERED) {
                last.remove();
            }
        }
    }

    private void release() {
        Optional<Held> late = held;
        held = Optional.empty();
        late.ifPresent(arm -> arm.events.forEach(this::publish));
    }

    private void count(FaultKind kind) {
        done.merge(kind, 1L, Long::sum);
    }

    /** Of those that change the stream, so far. */
    Map<FaultKind, Long> done() {
        return Map.copyOf(done);
    }

    /** MD5 of the damaged records, hexadecimal, so far. */
    Set<String> strangers() {
        return Set.copyOf(strangers);
    }
}
