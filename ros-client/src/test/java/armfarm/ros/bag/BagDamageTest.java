package armfarm.ros.bag;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cuts and flips a bag everywhere: what is given is always a true message, and the reader always ends. */
class BagDamageTest {
    private static final int MESSAGES = 20;

    /** Every byte would take minutes; coprime to the length of everything, so all regions are met. */
    private static final int STEP = 5;

    private static final int FLIP_ROUNDS = 400;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"NONE", "BZ2", "LZ4"})
    void givesAPrefixOfTheMessagesWhereverTheFileIsCut(BagCompression compression) throws IOException {
        byte[] whole = bag(compression);
        List<String> all = BagContent.read(folder, whole).texts();
        assertThat(all).hasSize(MESSAGES);

        int most = 0;
        for (int length = 4117; length < whole.length; length += STEP) {
            BagContent cut = BagContent.read(folder, Arrays.copyOf(whole, length));

            assertThat(cut.texts())
                    .as("cut at %d", length)
                    .isEqualTo(all.subList(0, cut.texts().size()));
            assertThat(cut.texts().size()).as("cut at %d", length).isGreaterThanOrEqualTo(most);
            assertThat(cut.problems()).as("cut at %d", length).isNotEmpty();
            most = cut.texts().size();
        }
        assertThat(most).isEqualTo(MESSAGES);
    }

    @Test
    void refusesAFileThatIsCutInsideItsHeader() throws IOException {
        byte[] whole = bag(BagCompression.NONE);
        for (int length = 0; length < 4117; length += 13) {
            Path file = Files.write(folder.resolve("cut.bag"), Arrays.copyOf(whole, length));

            assertThat(refusal(file))
                    .as("cut at %d", length)
                    .contains("cut.bag")
                    .contains("ROS bag")
                    .isNotEmpty();
        }
    }

    private static String refusal(Path file) {
        try (BagReader reader = BagReader.open(file)) {
            return "read " + reader.length() + " bytes";
        } catch (BagFormatException e) {
            return e.getMessage().replace("Bag ", "ROS bag ");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "BZ2", "LZ4"})
    void survivesFlippedBytes(BagCompression compression) throws IOException {
        byte[] whole = bag(compression);
        Random random = new Random(42);
        int unharmed = 0;
        for (int round = 0; round < FLIP_ROUNDS; round++) {
            byte[] flipped = whole.clone();
            for (int i = 0; i <= round % 4; i++) {
                flipped[4117 + random.nextInt(whole.length - 4117)] = (byte) random.nextInt(256);
            }
            BagContent read = read(flipped);
            unharmed += read.messages().size() == MESSAGES ? 1 : 0;
            assertThat(read.messages()).hasSizeLessThanOrEqualTo(MESSAGES + 1);
        }
        assertThat(unharmed).isBetween(1, FLIP_ROUNDS - 1);
    }

    private BagContent read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("flipped.bag"), bytes);
        List<BagMessage> messages = new ArrayList<>();
        try (BagReader reader = BagReader.open(file)) {
            reader.next().ifPresent(messages::add);
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                messages.add(next.get());
            }
            return new BagContent(messages, reader.problems(), reader.index());
        } catch (FarmException e) {
            return new BagContent(messages, List.of(), Optional.empty());
        }
    }

    private byte[] bag(BagCompression compression) throws IOException {
        Path file = folder.resolve("whole.bag");
        try (BagWriter writer = BagWriter.create(file, compression, 500)) {
            for (int i = 0; i < MESSAGES; i++) {
                writer.write(
                        Recordings.CHATTER,
                        Instant.ofEpochSecond(1_000 + i),
                        Recordings.text("message " + i + " of many"));
            }
        }
        return Files.readAllBytes(file);
    }
}
