package armfarm.episodes.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFilesTest {
    @TempDir
    private Path folder;

    @Test
    void leavesAloneWhatFileManagersAndDownloadsLeave() throws IOException {
        for (String name : List.of(
                "a.data",
                "b/c.data",
                "._a.data",
                ".hidden/d.data",
                "__MACOSX/a.data",
                "e.data.partial",
                "e.data.tmp",
                "e.data.lock",
                "e.data.crdownload",
                "e.data.md5",
                "e.data~",
                "b/.~lock.data")) {
            write(name);
        }

        assertThat(found(10)).containsExactly("a.data", "b/c.data");
        assertThat(found(1)).containsExactly("a.data");
    }

    @Test
    void followsLinksToFilesAndFolders() throws IOException {
        Path disk = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-disk"));
        Files.writeString(disk.resolve("far.data"), "far");
        Files.createSymbolicLink(folder.resolve("linked"), disk);
        Files.createSymbolicLink(folder.resolve("one.data"), disk.resolve("far.data"));

        assertThat(found(10)).containsExactly("linked/far.data", "one.data");
        assertThat(DatasetFiles.in(folder.resolve("linked"), 1, name -> true)).hasSize(1);
    }

    @Test
    void comesToAnEndWhereALinkLeadsBack() throws IOException {
        write("a/b/c.data");
        Files.createSymbolicLink(folder.resolve("a/b/up"), folder.resolve("a"));

        assertThat(found(10)).containsExactly("a/b/c.data");
    }

    @Test
    void namesALinkThatLeadsNowhereSoThatSomebodyIsTold() throws IOException {
        Files.createSymbolicLink(folder.resolve("gone.data"), folder.resolve("nowhere"));

        assertThat(found(10)).containsExactly("gone.data");
    }

    private void write(String name) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), name);
    }

    private List<String> found(int depth) {
        return DatasetFiles.in(folder, depth, name -> name.contains(".data")).stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }
}
