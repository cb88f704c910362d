package armfarm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class ControlEscapesTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final PrintStream out = ControlEscapes.around(terminal, StandardCharsets.UTF_8);

    @Example
    void showsWhatAForgedNoteWouldSend() {
        out.println("ann: \u001b[31mRED\u001b]0;pwn\u0007\u009b2J\u007f\r");

        assertThat(sent()).isEqualTo("ann: \\u001b[31mRED\\u001b]0;pwn\\u0007\\u009b2J\\u007f\\u000d\n");
        assertThat(ControlEscapes.oneLine("note\nfake line: exclude by root\t\u2028x"))
                .isEqualTo("note\\u000afake line: exclude by root\\u0009\\u2028x");
    }

    @Example
    void leavesLettersOfAllLanguagesAsTheyAre() {
        String text = "Größe 3 µm, 掴む, é, \ud83e\udd16\n\ttabbed";

        out.print(text);

        assertThat(sent()).isEqualTo(text);
        assertThat(ControlEscapes.oneLine("掴む \ud83e\udd16")).isEqualTo("掴む \ud83e\udd16");
    }

    @Property(seed = "20261129")
    void noControlCharacterOfAnyTextReachesTheTerminal(@ForAll @StringLength(max = 60) String text) {
        out.print(text);
        out.flush();

        assertThat(sent().chars().filter(c -> c != '\n' && c != '\t')).noneMatch(Character::isISOControl);
        assertThat(ControlEscapes.oneLine(text).chars()).noneMatch(Character::isISOControl);
        terminal.reset();
    }

    @Property(seed = "20261129")
    void bytesInAnyPartsAreTheSameAsAtOnce(@ForAll @Size(max = 80) byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        String atOnce = sent();
        terminal.reset();
        for (byte b : bytes) {
            out.write(b);
        }

        assertThat(sent()).isEqualTo(atOnce);
        out.println(); // ends what a cut character left
        terminal.reset();
    }

    private String sent() {
        out.flush();
        return terminal.toString(StandardCharsets.UTF_8);
    }
}
