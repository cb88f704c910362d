package armfarm.controller.state;

import armfarm.messages.supervision.FailureText;
import armfarm.messages.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks parts of the farm again and again whether they are there, each on a thread of its own: one that hangs makes its own age grow
 * and hides no other. Whoever reads the answers never waits. Thread-safe, except that one thread adds, starts and closes.
 */
public final class Probes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Duration every;
    private final List<Probe> probes = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** One question. */
    @FunctionalInterface
    public interface Question {
        /** Returns when the part gave a good answer. May block; should give up by itself after some seconds. */
        void ask() throws Exception;
    }

    /** @param every time from an answer to the next question */
    public Probes(InstantSource clock, Duration every) {
        this.clock = clock;
        this.every = every;
    }

    /**
     * Adds a part. Before {@link #start}.
     *
     * @param consequence what it means for the farm when it is away, and what to do
     */
    public void add(String name, Supplier<String> address, String consequence, Question question) {
        probes.add(new Probe(name, address, consequence, question));
    }

    public void start() {
        probes.forEach(probe -> probe.thread.start());
    }

    /** What each part last answered. Never blocks. */
    public List<ComponentFacts> facts() {
        return probes.stream().map(Probe::facts).toList();
    }

    /** Ends the questions; one that hangs is left behind. */
    @Override
    public void close() {
        closed.countDown();
        probes.forEach(probe -> probe.thread.interrupt());
        Deadline deadline = Deadline.after(CLOSE_PATIENCE);
        for (Probe probe : probes) {
            try {
                long left = deadline.left().toMillis();
                if (left > 0 && probe.thread.getState() != Thread.State.NEW) {
                    probe.thread.join(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Probe {
        private final String name;
        private final Supplier<String> address;
        private final String consequence;
        private final Question question;
        private final Thread thread;
        private final Instant since = clock.instant();
        private volatile Optional<Instant> answered = Optional.empty();
        private volatile Optional<String> failure = Optional.empty();

        private Probe(String name, Supplier<String> address, String consequence, Question question) {
            this.name = name;
            this.address = address;
            this.consequence = consequence;
            this.question = question;
            this.thread = new Thread(this::run, "probe " + name);
            thread.setDaemon(true);
        }

        private ComponentFacts facts() {
            return new ComponentFacts(name, address.get(), since, answered, failure, Optional.empty(), consequence);
        }

        private void run() {
            try {
                do {
                    ask();
                } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                LOG.debug("{} ends", thread.getName());
            }
        }

        private void ask() throws InterruptedException {
            try {
                question.ask();
                answered = Optional.of(clock.instant());
                if (failure.isPresent()) {
                    LOG.info("{} answers again", name);
                    failure = Optional.empty();
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                String why = FailureText.of(e);
                if (failure.isEmpty() && closed.getCount() > 0) {
                    LOG.warn("{} does not answer: {}", name, why);
                }
                failure = Optional.of(why);
            }
        }
    }
}
