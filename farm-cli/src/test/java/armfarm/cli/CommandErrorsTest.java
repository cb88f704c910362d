package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandErrorsTest {
    @Test
    void aMistakeIsAnsweredByAFewLinesOfWhichNoneIsTheUsage() {
        assertThat(answer("up", "--arms", "x")).satisfies(lines -> {
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).startsWith("armfarm: Invalid value for option '--arms'");
            assertThat(lines.get(1)).isEqualTo("See 'armfarm up --help'.");
        });
        assertThat(answer("up", "--armz", "3").get(0))
                .startsWith("armfarm: Unknown option")
                .contains("--arms");
        assertThat(answer("snapsho").get(0)).startsWith("armfarm: ").contains("snapshot");
        assertThat(answer("rejected", "retry")).last().isEqualTo("See 'armfarm rejected retry --help'.");
        assertThat(answer("dlq", "replay"))
                .as("the older words")
                .last()
                .isEqualTo("See 'armfarm rejected retry --help'.");
        assertThat(answer()).hasSize(2).last().isEqualTo("See 'armfarm --help'.");
        assertThat(answer("up", "--until", "soon").get(0)).contains("expected attempts=N");
        assertThat(answer("up", "--config", "a\u0000b").get(0)).doesNotContain("Exception");
    }

    @Test
    void aMissingFileIsNamedWithoutNamesOfClasses() {
        assertThat(answer("up", "--config", "/nowhere/farm.yaml", "--data", "/nowhere/data"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("Exception"))
                .anySatisfy(
                        line -> assertThat(line).contains("/nowhere/farm.yaml").contains("no such file"));
    }

    @Test
    void laterLinesOfAnErrorAreIndentedSoThatNoneIsTakenForAnother() {
        StringWriter err = new StringWriter();

        int code = CommandErrors.failed(
                new FarmException(ErrorCode.DATA, "note 'x\narmfarm: all is well'"), new PrintWriter(err, true));

        assertThat(code).isEqualTo(4);
        assertThat(err.toString().lines()).containsExactly("armfarm: note 'x", "  armfarm: all is well'");
    }

    @Test
    void anErrorOfTheProgramIsSaidInWordsWithAFileForProgrammers() {
        StringWriter err = new StringWriter();

        int code = CommandErrors.failed(new IllegalStateException("no such lane"), new PrintWriter(err, true));

        assertThat(code).isEqualTo(70);
        assertThat(err.toString())
                .contains("no such lane")
                .contains("armfarm-error-")
                .doesNotContain("Exception");
    }

    private static List<String> answer(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            assertThat(ArmfarmCommand.execute(arguments)).isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
