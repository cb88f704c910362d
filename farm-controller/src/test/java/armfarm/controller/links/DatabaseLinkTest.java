package armfarm.controller.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.controller.config.FarmConfig.ConnectionConfig;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseLinkTest {
    private static final DatabaseLink EMBEDDED = DatabaseLink.of(connections("", ""));
    private static final DatabaseLink LAB =
            DatabaseLink.of(connections("jdbc:postgresql://lab/armfarm?password=secret", "/etc/armfarm/password"));

    @TempDir
    Path root;

    @Test
    void aFreshFolderIsBoundToTheConfiguredDatabase() throws IOException {
        LAB.bind(root);

        assertThat(DatabaseLink.read(root)).isEqualTo(LAB);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("database.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aBoundFolderRefusesAnotherDatabaseAndKeepsItsOwn() {
        LAB.bind(root);

        assertThatThrownBy(() -> EMBEDDED.bind(root))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("belongs to the database jdbc:postgresql://lab/armfarm,")
                .hasMessageContaining("says inside the folder (embedded)")
                .hasMessageContaining("postgres.jdbc_url")
                .hasMessageNotContaining("secret");
        assertThat(DatabaseLink.read(root)).isEqualTo(LAB);
    }

    @Test
    void aFolderWithAnEmbeddedDatabaseRefusesAnExternalOne() throws IOException {
        Files.createDirectories(root.resolve("postgres-18"));

        assertThatThrownBy(() -> LAB.bind(root)).hasMessageContaining("inside the folder (embedded)");
        EMBEDDED.bind(root);

        assertThat(DatabaseLink.read(root)).isEqualTo(EMBEDDED);
    }

    @Test
    void userAndPasswordFileMayChange() {
        LAB.bind(root);
        DatabaseLink newUser = new DatabaseLink(LAB.jdbcUrl(), "other", "");

        newUser.bind(root);

        assertThat(DatabaseLink.read(root)).isEqualTo(newUser);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(root.resolve("database.json"), "{");

        assertThatThrownBy(() -> DatabaseLink.read(root)).hasMessageContaining("database.json");
    }

    private static ConnectionConfig connections(String jdbcUrl, String passwordFile) {
        return new ConnectionConfig("", "", "", "", jdbcUrl, "armfarm", passwordFile, 1);
    }
}
