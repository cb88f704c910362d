package armfarm.messages.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    private Path folder;

    @Test
    void keepsOthersOutAndNamesTheOwnerUntilItIsGivenBack() throws IOException {
        Path file = folder.resolve("owner.lock");
        String me = Long.toString(ProcessHandle.current().pid());

        try (FolderLock lock = FolderLock.take(file, IllegalStateException::new)) {
            assertThat(lock.isClosed()).isFalse();
            assertThat(file).hasContent(me);
            assertThatThrownBy(() -> FolderLock.take(file, owner -> new IllegalStateException("held by " + owner)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("held by " + me);
        }

        try (FolderLock again = FolderLock.take(file, IllegalStateException::new)) {
            assertThat(again.isClosed()).isFalse();
        }
    }

    @Test
    void doesNotMakeTheFolder() {
        assertThatThrownBy(() -> FolderLock.take(folder.resolve("missing/owner.lock"), IllegalStateException::new))
                .isInstanceOf(NoSuchFileException.class);
    }
}
