package armfarm.cli.bags;

import armfarm.messages.GraspAttempt;
import java.nio.file.Path;
import java.util.List;

/** An exported bag, for tests of other packages. */
public final class ExportedBag {
    private ExportedBag() {}

    /** Two attempts with images and one aborted. */
    public static List<GraspAttempt> write(Path file) {
        SampleAttempts attempts = new SampleAttempts(9);
        List<GraspAttempt> written =
                List.of(attempts.completed("arm_1"), attempts.completed("arm_2"), attempts.aborted("arm_1"));
        TestBags.export(file, written.toArray(new GraspAttempt[0]));
        return written;
    }
}
