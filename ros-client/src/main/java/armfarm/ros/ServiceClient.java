package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.messages.time.Deadline;
import armfarm.ros.messages.MessageFormatException;
import armfarm.ros.messages.ServiceType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Calls one service. A single-shot client asks the master and connects anew for each call, so it follows a server that
 * moves; a persistent one keeps its connection and connects again only after that has ended. A request that may have
 * reached the server is never sent twice. Thread-safe; calls of a persistent client wait for each other.
 */
public final class ServiceClient<Q, A> implements AutoCloseable {
    private final NodeCore node;
    private final GraphName service;
    private final ServiceType<Q, A> type;
    private final boolean persistent;
    private final Consumer<ServiceClient<?, ?>> forget;
    private final ReentrantLock calling = new ReentrantLock();
    private volatile ServiceLink kept;
    private volatile boolean closed;

    /** @param forget is told when it is closed */
    ServiceClient(
            NodeCore node,
            GraphName service,
            ServiceType<Q, A> type,
            boolean persistent,
            Consumer<ServiceClient<?, ?>> forget) {
        this.node = node;
        this.service = service;
        this.type = type;
        this.persistent = persistent;
        this.forget = forget;
    }

    public GraphName service() {
        return service;
    }

    public ServiceType<Q, A> type() {
        return type;
    }

    /**
     * Blocks until the answer is there or the timeout passed.
     *
     * @throws ServiceException which says whether the server may have acted on the request
     * @throws DriverException if the master does not answer
     */
    public A call(Q request, Duration timeout) {
        byte[] bytes = type.request().serializeWithLength(request);
        Deadline deadline = Deadline.after(timeout);
        return answer(persistent ? callOverKeptLink(bytes, timeout, deadline) : callOnce(bytes, deadline));
    }

    private byte[] callOnce(byte[] request, Deadline deadline) {
        try (ServiceLink link = open(false, deadline)) {
            return link.call(request, deadline);
        }
    }

    private byte[] callOverKeptLink(byte[] request, Duration timeout, Deadline deadline) {
        lock(timeout);
        try {
            if (kept != null && kept.ended()) {
                dropLink();
            }
            if (kept == null) {
                kept = open(true, deadline);
            }
            if (closed) {
                dropLink();
                throw new DriverException("Client of service " + service + " is closed");
            }
            return kept.call(request, deadline);
        } catch (ServiceException e) {
            if (e.reason() != ServiceException.Cause.REFUSED) {
                dropLink();
            }
            throw e;
        } finally {
            calling.unlock();
        }
    }

    private void lock(Duration timeout) {
        try {
            if (!calling.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ServiceException(
                        ServiceException.Cause.UNAVAILABLE,
                        "Service " + service + ": another call over the same connection took longer than "
                                + timeout.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException("Interrupted before calling service " + service, e);
        }
    }

    private ServiceLink open(boolean persistentLink, Deadline deadline) {
        Map<String, String> header = header();
        if (persistentLink) {
            header.put("persistent", "1");
        }
        return ServiceLink.open(service, type, node.master().lookupService(service), header, deadline);
    }

    private Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("callerid", node.name().path());
        header.put("service", service.path());
        header.put("type", type.name());
        header.put("md5sum", type.md5());
        return header;
    }

    private A answer(byte[] bytes) {
        try {
            return type.response().deserialize(bytes);
        } catch (MessageFormatException e) {
            throw new ServiceException(
                    ServiceException.Cause.REFUSED,
                    "Service " + service + " answered with what is no " + type.name() + " response: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Asks the server for its type without calling it. Blocks until it answered or the timeout passed.
     *
     * @throws ServiceException if it is not there or has another type
     * @throws DriverException if the master does not answer
     */
    public void probe(Duration timeout) {
        Map<String, String> header = header();
        header.put("probe", "1");
        ServiceLink.open(service, type, node.master().lookupService(service), header, Deadline.after(timeout))
                .close();
    }

    /** Blocks until the service answers a probe or the timeout passed. @return whether it answered */
    public boolean awaitAvailable(Duration timeout) {
        return node.changes().await(this::available, timeout);
    }

    private boolean available() {
        try {
            probe(Duration.ofSeconds(1));
            return true;
        } catch (DriverException e) {
            return false;
        }
    }

    private void dropLink() {
        ServiceLink link = kept;
        kept = null;
        if (link != null) {
            link.close();
        }
    }

    /** Ends a kept connection; a call that waits on it fails. */
    @Override
    public void close() {
        closed = true;
        ServiceLink link = kept;
        if (link != null) {
            link.close();
        }
        forget.accept(this);
    }
}
