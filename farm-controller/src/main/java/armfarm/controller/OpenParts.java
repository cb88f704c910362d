package armfarm.controller;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that were opened one after the other, to be closed in the reverse order. Confined to one thread. */
public final class OpenParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** @return the part itself */
    public <T extends AutoCloseable> T open(T part) {
        opened.push(part);
        return part;
    }

    /** Closes all; one that fails does not keep the others open. Idempotent. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("Closing {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }
}
