package armfarm.drivers.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopLatchTest {
    private static final ArmId ONE = new ArmId("arm_1");
    private static final ArmId TWO = new ArmId("arm_2");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    private StopLatch latch;

    @BeforeEach
    void opens() {
        latch = new StopLatch(folder.resolve("stops"));
    }

    @Test
    void stopsOneArmAndSaysByWhomAndHowToGoOn() {
        latch.stop(ONE, "ann", "cable\n loose", NOW);

        assertThat(latch.stopped(ONE))
                .contains("stopped by ann at 2026-01-02T03:04:05Z: cable loose; to go on, run 'armfarm arms reset"
                        + " arm_1'");
        assertThat(latch.stopped(TWO)).isEmpty();
    }

    @Test
    void listsWhoStoppedWhatWhenAndWhy() {
        latch.stop(TWO, "ann of shift 2", "at 3: wedged", NOW);
        latch.stopAll("ben\nforged", "", NOW);

        assertThat(latch.stops())
                .containsExactly(
                        new StopLatch.Stop(Optional.empty(), "ben forged", "2026-01-02T03:04:05Z", ""),
                        new StopLatch.Stop(Optional.of(TWO), "ann of shift 2", "2026-01-02T03:04:05Z", "at 3: wedged"));
        assertThat(latch.reset(latch.stops().get(0))).isTrue();
        assertThat(latch.allStopped()).isFalse();
    }

    @Test
    void survivesARestart() {
        latch.stop(ONE, "ann", "", NOW);

        assertThat(new StopLatch(folder.resolve("stops")).of(ONE).stopped()).isPresent();
    }

    @Test
    void onlyAResetTakesAStopBack() {
        latch.stop(ONE, "ann", "", NOW);
        latch.stop(ONE, "bob", "", NOW);

        assertThat(latch.reset(TWO)).isFalse();
        assertThat(latch.stopped(ONE)).isPresent();
        assertThat(latch.reset(ONE)).isTrue();
        assertThat(latch.stopped(ONE)).isEmpty();
    }

    @Test
    void aStopOfAllArmsIsNotTakenBackArmByArm() {
        latch.stop(TWO, "ann", "", NOW);
        latch.stopAll("ann", "fire drill", NOW);

        assertThat(latch.reset(ONE)).isFalse();
        assertThat(latch.stopped(ONE))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("fire drill").contains("armfarm arms reset --all"));
        assertThat(latch.resetAll()).isEqualTo(2);
        assertThat(latch.stopped(TWO)).isEmpty();
        assertThat(latch.allStopped()).isFalse();
    }

    @Test
    void aStopThatCannotBeReadCounts() throws IOException {
        Files.createDirectories(folder.resolve("stops").resolve("arm_1.stop"));

        assertThat(latch.stopped(ONE))
                .hasValueSatisfying(text -> assertThat(text).contains("cannot be read"));
    }

    @Test
    void saysLoudlyWhenAStopCannotBeSet() throws IOException {
        StopLatch blocked = new StopLatch(Files.writeString(folder.resolve("file"), "x"));

        assertThatThrownBy(() -> blocked.stop(ONE, "ann", "", NOW))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("could NOT be set")
                .hasMessageContaining("emergency stop");
    }

    @Test
    void aStopStaysTheFirstPersonsWhenAnotherOneStopsToo() {
        latch.stop(ONE, "ann", "wedged", NOW);
        latch.stop(ONE, "bob", "smoke", NOW.plusSeconds(9));

        StopLatch.Stop stop = latch.stops().get(0);
        assertThat(stop.by()).isEqualTo("ann");
        assertThat(stop.at()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(stop.describe())
                .isEqualTo(
                        "by ann at 2026-01-02T03:04:05Z: wedged; also stopped by bob at 2026-01-02T03:04:14Z: smoke");
        assertThat(stop.isOnlyOf("ann")).isFalse();
        assertThat(stop.isOnlyOf("bob")).isFalse();
    }

    @Test
    void whoStopsAgainIsNamedOnceWithTheLatestReason() {
        latch.stop(ONE, "ann", "", NOW);
        latch.stop(ONE, "ann", "wedged", NOW.plusSeconds(1));
        assertThat(latch.stops().get(0).describe()).isEqualTo("by ann at 2026-01-02T03:04:06Z: wedged");
        assertThat(latch.stops().get(0).isOnlyOf("ann")).isTrue();

        latch.stopAll("ann", "", NOW);
        latch.stopAll("bob", "", NOW.plusSeconds(1));
        latch.stopAll("bob", "smoke", NOW.plusSeconds(2));
        latch.stopAll("ann", "fire", NOW.plusSeconds(3));
        assertThat(latch.stops().get(0).describe())
                .isEqualTo("by ann at 2026-01-02T03:04:05Z: also stopped by bob at 2026-01-02T03:04:07Z: smoke; also"
                        + " stopped by ann at 2026-01-02T03:04:08Z: fire");
        assertThat(latch.stops().get(0).isOnlyOf("ann")).isFalse();
    }

    @Test
    void aStopThatWasSetAnewSinceItWasReadIsNotTakenBack() {
        latch.stop(ONE, "ann", "wedged", NOW);
        StopLatch.Stop read = latch.stops().get(0);
        assertThat(latch.isSet(read)).isTrue();

        latch.reset(ONE);
        assertThat(latch.isSet(read)).isFalse();
        latch.stop(ONE, "ann", "wedged again", NOW.plusSeconds(1));
        assertThat(latch.reset(read)).isFalse();
        assertThat(latch.stopped(ONE)).isPresent();

        StopLatch.Stop now = latch.stops().get(0);
        latch.stop(ONE, "bob", "", NOW.plusSeconds(2));
        assertThat(latch.reset(now)).isFalse();
        assertThat(latch.reset(latch.stops().get(0))).isTrue();
        assertThat(latch.stopped(ONE)).isEmpty();
    }
}
