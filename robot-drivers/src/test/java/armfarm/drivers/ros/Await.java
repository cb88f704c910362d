package armfarm.drivers.ros;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread brings about. */
public final class Await {
    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        assertThat(new Changes().await(condition, Duration.ofSeconds(10)))
                .as("within 10 s: " + what)
                .isTrue();
    }
}
