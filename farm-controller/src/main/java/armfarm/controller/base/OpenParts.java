package armfarm.controller.base;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that were opened one after the other, to be closed in the reverse order. Confined to one thread. */
public final class OpenParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<Part> opened = new ArrayDeque<>();
    private final Steps steps;

    private record Part(String name, AutoCloseable part) {}

    public OpenParts() {
        this(Steps.UNTOLD);
    }

    /** @param steps told of each part that is being closed */
    public OpenParts(Steps steps) {
        this.steps = steps;
    }

    /** @return the part itself */
    public <T extends AutoCloseable> T open(T part) {
        return open("", part);
    }

    /** Likewise. @param name for people, when closing takes long */
    public <T extends AutoCloseable> T open(String name, T part) {
        opened.push(new Part(name, part));
        return part;
    }

    /** Closes all; one that fails does not keep the others open. Idempotent. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            Part next = opened.pop();
            steps.begin(next.name());
            try {
                next.part().close();
            } catch (Exception e) {
                LOG.error("Closing {} failed", next.part().getClass().getSimpleName(), e);
            } finally {
                steps.end(next.name());
            }
        }
    }
}
