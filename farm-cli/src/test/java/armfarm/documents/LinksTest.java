package armfarm.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void everyLinkOfADocumentLeadsToAFileAndAHeadingThatExist() {
        Links links = new Links(ROOT);

        List<Path> documents = links.documents();

        assertThat(documents).contains(ROOT.resolve("README.md"), ROOT.resolve("docs/decisions/README.md"));
        assertThat(documents).flatMap(links::broken).isEmpty();
    }

    @Test
    void everyDocumentCanBeReachedFromTheReadme() {
        Links links = new Links(ROOT);
        // Forms of the hosting site, and texts of the program.
        List<Path> documents = links.documents().stream()
                .filter(file -> !file.startsWith(ROOT.resolve(".github"))
                        && !ROOT.relativize(file).toString().contains("src/main/resources/"))
                .toList();

        assertThat(links.reachable(ROOT.resolve("README.md"))).containsAll(documents);
    }

    @Test
    void namesLinksToMissingFilesAndHeadings(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(folder.resolve("other.md"), "# A `name` and more: what?\n## Twice\n## Twice\n");
        Files.writeString(page, """
            [a](other.md#a-name-and-more-what) [b](other.md#twice-1) [c](#here) [d](https://armfarm.example/none.md)
            [e](other.md#twice-2) [f](none.md) ![g](../outside.png) `[h](in-code.md)`
            # Here
            ```
            [i](in-a-block.md)
            ```
            """);

        assertThat(new Links(folder).broken(page))
                .containsExactly(
                        "page.md: (other.md#twice-2): no such heading; there are [a-name-and-more-what, twice,"
                                + " twice-1]",
                        "page.md: (none.md): there is no such file",
                        "page.md: (../outside.png): there is no such file");
    }
}
