package armfarm.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** THIRD-PARTY.md names what is shipped: the jars that the build put beside the launcher. */
class ThirdPartyIT {
    private static final Path LIBRARIES = Path.of("target", "lib");
    private static final Path PAGE = Path.of("..", "THIRD-PARTY.md");
    private static final Pattern ROW = Pattern.compile("^\\| `[^`:]+:([^`:]+)` \\| (\\S+) \\| (.*) \\|$");
    /** What the profile gpu adds, which the page has a paragraph about. */
    private static final Pattern OF_THE_GPU = Pattern.compile("(nd4j-)?cuda-");

    private static final String WHAT_TO_DO =
            "after a change of dependencies run scripts/third-party.sh, look at the licences in its changes of"
                    + " THIRD-PARTY.md, and commit them";

    /** @param jar what the names of its jars begin with */
    private record Named(String jar, String licence) {
        boolean isNameOf(String file) {
            return file.equals(jar + ".jar") || (file.startsWith(jar + "-") && file.endsWith(".jar"));
        }

        boolean hasLicence() {
            return !licence.isBlank() && !licence.toLowerCase(Locale.ROOT).contains("unknown");
        }
    }

    @Test
    void everyShippedLibraryIsNamedWithItsVersion() throws IOException {
        List<Named> rows = rows();

        Set<String> missing = jars().stream()
                .filter(jar -> rows.stream().noneMatch(row -> row.isNameOf(jar)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(missing).as("not in THIRD-PARTY.md: " + WHAT_TO_DO).isEmpty();
    }

    @Test
    void everyNamedLibraryIsShippedAndHasALicence() throws IOException {
        Set<String> jars = jars();
        List<Named> rows = rows();

        assertThat(rows).isNotEmpty();
        assertThat(rows)
                .as("in THIRD-PARTY.md, but not shipped or without a licence: " + WHAT_TO_DO)
                .filteredOn(row -> jars.stream().noneMatch(row::isNameOf) || !row.hasLicence())
                .isEmpty();
    }

    private static Set<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(LIBRARIES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !OF_THE_GPU.matcher(name).lookingAt())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<Named> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> new Named(row.group(1) + "-" + row.group(2), row.group(3)))
                .toList();
    }
}
