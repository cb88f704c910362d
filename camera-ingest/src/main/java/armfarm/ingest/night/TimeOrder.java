package armfarm.ingest.night;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Merges the partitions' events by their timestamps; a partition's own order is never changed. Confined to one thread. */
final class TimeOrder implements Iterator<NightEvent> {
    private record Next(NightEvent event, Iterator<NightEvent> rest) {}

    private final PriorityQueue<Next> queue = new PriorityQueue<>(
            Comparator.comparingLong((Next next) -> next.event().timestampMillis())
                    .thenComparingInt(next -> next.event().partition()));

    TimeOrder(List<Iterator<NightEvent>> partitions) {
        partitions.forEach(this::enqueue);
    }

    private void enqueue(Iterator<NightEvent> partition) {
        if (partition.hasNext()) {
            queue.add(new Next(partition.next(), partition));
        }
    }

    @Override
    public boolean hasNext() {
        return !queue.isEmpty();
    }

    @Override
    public NightEvent next() {
        Next first = queue.remove();
        enqueue(first.rest());
        return first.event();
    }
}
