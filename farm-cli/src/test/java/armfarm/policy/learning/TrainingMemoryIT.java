package armfarm.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.base.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the trainer's memory does not grow with what it learns from. */
class TrainingMemoryIT {
    @TempDir
    Path folder;

    /** Their crops are 139 MB; the heap has 64. */
    @Test
    void trainsOn20000AttemptsInAHeapThatCannotHoldTheirCrops() throws IOException, InterruptedException {
        assertThat(train(64, 20_000, 48)).contains("round 1: 20000 attempts").contains("round 2: 20750 attempts");
    }

    /** With crops of 8 pixels, for the time and disk it takes: their number is what counts here. */
    @Test
    @Tag("slow")
    void trainsOn800000AttemptsInAHeapOf64Mebibytes() throws IOException, InterruptedException {
        assertThat(train(64, 800_000, 8)).contains("round 1: 800000 attempts").contains("round 2: 800750 attempts");
    }

    private String train(int heapMebibytes, int attempts, int cropPixels) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMebibytes + "m",
                        "-XX:+UseParallelGC",
                        "-Djava.awt.headless=true",
                        "-Darmfarm.cache=" + CacheFolder.path(),
                        "-Dorg.bytedeco.javacpp.maxbytes=1g",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                        "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingAtScale.class.getName(),
                        folder.resolve("farm").toString(),
                        Integer.toString(attempts),
                        Integer.toString(cropPixels))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        Files.createDirectories(folder.resolve("farm"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroy();
        }
        String output = Files.readString(out);
        assertThat(process.exitValue()).as(output).isZero();
        System.out.println(
                output.lines().filter(line -> line.startsWith("round")).toList());
        return output;
    }
}
