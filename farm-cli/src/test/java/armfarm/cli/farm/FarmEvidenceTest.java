package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarmEvidenceTest {
    @TempDir
    Path temp;

    @Test
    void logsAndLastImagesAreKeptAndTheDatabaseIsNot() throws IOException {
        for (String name : List.of(
                "err1.txt",
                "threads.txt",
                "data/logs/farm.log",
                "data/gazebo/gazebo.log",
                "data/gazebo/xvfb.log",
                "data/gazebo/world.sdf",
                "data/postgres/base/1")) {
            Path file = temp.resolve("farm").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        FarmEvidence evidence = new FarmEvidence();
        evidence.lookAt(temp.resolve("farm"));
        Path target = temp.resolve("evidence");

        evidence.save(target);

        try (Stream<Path> kept = Files.walk(target)) {
            assertThat(kept.filter(Files::isRegularFile)
                            .map(file -> target.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "err1.txt",
                            "threads.txt",
                            "data/logs/farm.log",
                            "data/gazebo/gazebo.log",
                            "data/gazebo/xvfb.log");
        }
        assertThat(target.resolve("data/gazebo/gazebo.log")).hasContent("data/gazebo/gazebo.log");
    }
}
