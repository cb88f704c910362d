package armfarm.controller.base;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.ArmfarmCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SoftwareVersionTest {
    @Test
    void namesTheReleaseAndTheCommitItWasBuiltFrom() {
        assertThat(SoftwareVersion.CURRENT)
                .matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\\+([0-9a-f]{12}(-dirty)?|unknown)");
    }

    @Test
    void theCommandPrintsIt() {
        StringWriter out = new StringWriter();

        int exit = new CommandLine(new ArmfarmCommand())
                .setOut(new PrintWriter(out))
                .execute("--version");

        assertThat(exit).isZero();
        assertThat(out.toString().strip()).isEqualTo("armfarm " + SoftwareVersion.CURRENT);
    }
}
