package armfarm.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskGuardTest {
    private final FarmException away = new FarmException(ErrorCode.RESOURCE, "PostgreSQL does not answer");
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

    @Test
    void doesNotSayThatTheArmsWaitBeforeTheyWereToldSo() {
        List<FarmException> failures = new ArrayList<>(List.of(away, away));
        DiskGuard unheard = new DiskGuard(Path.of("/data"), 512, () -> freeMebibytes, full -> {
            if (!failures.isEmpty()) {
                throw failures.remove(0);
            }
            pauses.add(full);
        });
        freeMebibytes = 44;

        assertThatThrownBy(unheard::check).isSameAs(away);
        assertThat(unheard.problem())
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("44 MiB free", "could NOT be told to wait yet")
                        .doesNotContain("the arms wait"));
        assertThatThrownBy(unheard::check).isSameAs(away);
        assertThat(unheard.check()).hasValueSatisfying(text -> assertThat(text).contains("the arms wait"));

        failures.add(away);
        freeMebibytes = 600;
        assertThatThrownBy(unheard::check).isSameAs(away);
        assertThat(unheard.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("could not be told to go on yet"));
        assertThat(unheard.check()).isEmpty();
        assertThat(pauses).containsExactly(true, false);
    }
}
