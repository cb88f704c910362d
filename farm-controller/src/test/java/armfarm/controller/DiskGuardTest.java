package armfarm.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskGuardTest {
    private final List<Boolean> pauses = new ArrayList<>();
    private long freeMebibytes = 600;
    private final DiskGuard guard = new DiskGuard(Path.of("/data"), 512, () -> freeMebibytes, pauses::add);

    @Test
    void pausesOnceWhenTheDiskIsNearlyFullAndSaysWhatToDo() {
        assertThat(guard.check()).isEmpty();
        freeMebibytes = 511;

        assertThat(guard.check())
                .hasValue("disk nearly full: 511 MiB free at /data, expected 512 (storage.min_free_mb); the arms wait,"
                        + " nothing is lost; free some space");
        assertThat(guard.check()).isPresent();

        assertThat(pauses).containsExactly(true);
    }

    @Test
    void goesOnWhenThereIsRoomAgain() {
        freeMebibytes = 0;
        guard.check();
        freeMebibytes = 512;

        assertThat(guard.check()).isEmpty();
        assertThat(pauses).containsExactly(true, false);
    }
}
