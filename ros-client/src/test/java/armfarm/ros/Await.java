package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread brings about. */
public final class Await {
    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        until(what, Duration.ofSeconds(10), condition);
    }

    public static void until(String what, Duration patience, BooleanSupplier condition) {
        assertThat(new Changes().await(condition, patience))
                .as("within " + patience.toSeconds() + " s: " + what)
                .isTrue();
    }
}
