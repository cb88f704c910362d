package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final List<String> ended = new ArrayList<>();

    @Test
    void theFirstRequestAsksAndTheSecondEndsAtOnce() {
        StopSignal stop = new StopSignal(3_600, ended::add);

        stop.request(seconds(5));
        assertThat(stop.isRequested()).isTrue();
        stop.request(seconds(5) + 3_000_000);
        assertThat(ended)
                .as("one Ctrl-C that came to the process and to its group")
                .isEmpty();
        stop.request(seconds(6));

        assertThat(ended).containsExactly("ended at once, as asked a second time");
    }

    @Test
    void anEndThatGetsOnIsNotStuckHoweverLongItTakes() {
        StopSignal stop = new StopSignal(30, ended::add);
        long begin = 0;

        assertThat(stop.stuck(begin + seconds(29), begin)).isFalse();
        assertThat(stop.stuck(begin + seconds(300), begin + seconds(280))).isFalse();
        assertThat(stop.stuck(begin + seconds(31), begin)).isTrue();
    }

    @Test
    void theEndOfTheProcessThatStartedItAsks() throws Exception {
        StopSignal stop = new StopSignal(3_600, ended::add);
        Process starter = new ProcessBuilder("sleep", "600").start();
        try {
            stop.requestWithEndOf(starter.pid());
            assertThat(stop.isRequested()).isFalse();
        } finally {
            starter.destroyForcibly();
        }

        assertThat(stop.await(10_000)).isTrue();
    }

    @Test
    void aProcessThatHasEndedAsksAtOnce() throws Exception {
        StopSignal stop = new StopSignal(3_600, ended::add);
        Process starter = new ProcessBuilder("true").start();
        starter.waitFor();

        stop.requestWithEndOf(starter.pid());

        assertThat(stop.isRequested()).isTrue();
    }

    @Test
    void theEndOfThatProcessIsNotImpatience() throws Exception {
        StopSignal stop = new StopSignal(3_600, ended::add);
        Process starter = new ProcessBuilder("true").start();
        starter.waitFor();
        stop.request(System.nanoTime() - seconds(60));

        stop.requestWithEndOf(starter.pid());

        assertThat(ended).as("it has a minute's work to store already").isEmpty();
    }

    @Test
    void theThreadsOfAHardEndAreReadable() {
        assertThat(StopSignal.threads())
                .contains("main (RUNNABLE)")
                .contains("    ")
                .contains("StopSignalTest.theThreadsOfAHardEndAreReadable")
                .doesNotContain("[Ljava.lang");
    }

    private static long seconds(long seconds) {
        return seconds * 1_000_000_000L;
    }
}
