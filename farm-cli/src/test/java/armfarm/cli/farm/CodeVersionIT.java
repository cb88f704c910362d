package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build says it was built from, in clones of every kind. */
class CodeVersionIT {
    private static final Path SCRIPT = Path.of("../scripts/code-version.sh");

    @TempDir
    Path temp;

    private Path clone;

    @BeforeEach
    void setup() throws IOException, InterruptedException {
        assumeThat(run(temp, "bash", "-c", "command -v git || true"))
                .as("git is not installed")
                .isNotBlank();
        clone = sources(temp.resolve("clone"));
        run(clone, "git", "init", "-q");
        commitAll(clone);
    }

    @Test
    void aCloneWithoutChangesIsItsCommit() throws IOException, InterruptedException {
        assertThat(version(clone)).isEqualTo(head(clone)).matches("[0-9a-f]{12}");
    }

    @Test
    void changedNewAndDeletedSourcesAreDirty() throws IOException, InterruptedException {
        Path source = clone.resolve("part/src/main/java/A.java");
        Files.writeString(source, "class A { int changed; }");
        assertThat(version(clone)).isEqualTo(head(clone) + "-dirty");

        run(clone, "git", "checkout", "-q", ".");
        Path added = Files.writeString(clone.resolve("part/src/main/java/B.java"), "class B {}");
        assertThat(version(clone)).isEqualTo(head(clone) + "-dirty");

        Files.delete(added);
        Files.writeString(clone.resolve("part/pom.xml"), "<project><!-- changed --></project>");
        assertThat(version(clone)).isEqualTo(head(clone) + "-dirty");

        run(clone, "git", "checkout", "-q", ".");
        Files.delete(source);
        assertThat(version(clone)).isEqualTo(head(clone) + "-dirty");
    }

    @Test
    void filesThatAreNotCompiledDoNotMakeItDirty() throws IOException, InterruptedException {
        Files.writeString(clone.resolve("README.md"), "changed");
        Files.createDirectories(clone.resolve("my-farm"));
        Files.writeString(clone.resolve("my-farm/farm.yaml"), "seed: 1");
        Files.createDirectories(clone.resolve("part/src/test/java"));
        Files.writeString(clone.resolve("part/src/test/java/ATest.java"), "class ATest {}");

        assertThat(version(clone)).isEqualTo(head(clone));
    }

    @Test
    void aWorktreeIsTheCommitItHasCheckedOut() throws IOException, InterruptedException {
        Files.writeString(clone.resolve("part/src/main/java/B.java"), "class B {}");
        commitAll(clone);
        Path worktree = temp.resolve("worktree");
        run(clone, "git", "worktree", "add", "-q", "--detach", worktree.toString(), "HEAD~1");

        assertThat(version(worktree)).isEqualTo(head(worktree)).isNotEqualTo(head(clone));
    }

    @Test
    void anArchiveOfTheSourcesIsUnknownAlsoInsideAnotherRepository() throws IOException, InterruptedException {
        assertThat(version(sources(temp.resolve("archive")))).isEqualTo("unknown");

        Path inside = sources(clone.resolve("third_party/armfarm"));
        commitAll(clone);
        assertThat(version(inside)).isEqualTo("unknown");
    }

    @Test
    void theVersionFileHoldsReleaseAndCommitAndIsWrittenOnlyWhenItChanges() throws IOException, InterruptedException {
        Path file = temp.resolve("out/version.txt");
        String script = clone.resolve("scripts/code-version.sh").toString();

        run(temp, "bash", script, "", "1.2.3", file.toString());
        assertThat(file).hasContent("1.2.3+" + head(clone) + "\n");
        var before = Files.readAttributes(file, "unix:ino,ctime");
        run(temp, "bash", script, "", "1.2.3", file.toString());
        assertThat(Files.readAttributes(file, "unix:ino,ctime")).isEqualTo(before);

        run(temp, "bash", script, "0123456789ab", "1.2.3", file.toString());
        assertThat(file).hasContent("1.2.3+0123456789ab\n");
    }

    private static Path sources(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("scripts"));
        Files.createDirectories(folder.resolve("part/src/main/java"));
        Files.copy(SCRIPT, folder.resolve("scripts/code-version.sh"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(folder.resolve("README.md"), "read me");
        Files.writeString(folder.resolve("part/pom.xml"), "<project/>");
        Files.writeString(folder.resolve("part/src/main/java/A.java"), "class A {}");
        return folder;
    }

    private static void commitAll(Path folder) throws IOException, InterruptedException {
        run(folder, "git", "add", "-A");
        run(folder, "git", "-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "-m", "Change");
    }

    private static String head(Path folder) throws IOException, InterruptedException {
        return run(folder, "git", "rev-parse", "HEAD").substring(0, 12);
    }

    private static String version(Path folder) throws IOException, InterruptedException {
        return run(
                folder.getRoot(),
                "bash",
                folder.resolve("scripts/code-version.sh").toString());
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
