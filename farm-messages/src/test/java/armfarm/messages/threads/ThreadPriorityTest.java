package armfarm.messages.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ThreadPriorityTest {
    /** In /proc/thread-self/stat, counted from behind the name in brackets, which may hold spaces. */
    private static final int NICENESS = 16;

    @Test
    void lowersTheThreadThatAsksAndNoOther() throws Exception {
        int before = niceness();

        int lowered = onAThreadOfItsOwn(() -> {
            assertThat(ThreadPriority.lower()).isEmpty();
            return niceness();
        });

        assertThat(lowered).isGreaterThanOrEqualTo(10);
        assertThat(niceness()).isEqualTo(before);
        assertThat(onAThreadOfItsOwn(ThreadPriorityTest::niceness)).isEqualTo(before);
    }

    private static int onAThreadOfItsOwn(Callable<Integer> task) throws ExecutionException, InterruptedException {
        FutureTask<Integer> result = new FutureTask<>(task);
        new Thread(result, "of its own").start();
        return result.get();
    }

    private static int niceness() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICENESS]);
    }
}
