package armfarm.episodes.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.imports.CollectingVisitor;
import armfarm.episodes.imports.ImportSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever happened to the bytes on their way: each record is read or named, and nothing else comes out of the reader. */
class Brain2016MutationTest {
    private static final ImportSettings SETTINGS = ImportSettings.of("test").withOpenGripperMeters(0.08);

    /** Where as a share of the length, what is done there, and with which byte. */
    record Mutation(double place, int kind, int value) {
        byte[] applied(byte[] bytes) {
            int at = (int) (place * (bytes.length - 1));
            byte[] changed = bytes.clone();
            switch (kind) {
                case 0 -> changed[at] ^= (byte) (1 << (value & 7));
                case 1 -> changed[at] = (byte) value;
                case 2 -> Arrays.fill(changed, at, Math.min(bytes.length, at + 1 + value), (byte) 0);
                case 3 -> changed = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    changed = Arrays.copyOf(bytes, bytes.length + 1 + value);
                    System.arraycopy(bytes, at, changed, at + 1 + value, bytes.length - at);
                }
            }
            return changed;
        }
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 255))
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Property(tries = 300, seed = "20161", shrinking = ShrinkingMode.OFF)
    void readsOrNamesEachRecordOfADamagedFile(@ForAll("mutations") List<Mutation> mutations) throws IOException {
        byte[] bytes = framed(record(10), record(30));
        for (Mutation mutation : mutations) {
            bytes = mutation.applied(bytes);
        }

        CollectingVisitor read = read(bytes);

        assertThat(read.attempts.size() + read.rejected.size() + read.problems.size())
                .isPositive();
        assertThat(read.attempts).hasSizeLessThanOrEqualTo(2);
    }

    /** With sums that fit, as a program would write them that is wrong itself. */
    @Property(tries = 700, seed = "20162", shrinking = ShrinkingMode.OFF)
    void readsOrNamesARecordWhoseContentIsWrong(@ForAll("mutations") List<Mutation> mutations) throws IOException {
        byte[] bytes = record(10);
        for (Mutation mutation : mutations) {
            bytes = mutation.applied(bytes);
        }

        CollectingVisitor read = read(framed(bytes, record(30)));

        assertThat(read.attempts.size() + read.rejected.size()).isEqualTo(2);
        assertThat(read.problems).isEmpty();
        assertThat(read.rejected.values())
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
    }

    private static byte[] record(int shade) {
        return new PublishedRecord(shade, true).bytes();
    }

    private static byte[] framed(byte[]... records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] record : records) {
            TfRecords.write(out, record);
        }
        return out.toByteArray();
    }

    private static CollectingVisitor read(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("mutated", ".tfrecord");
        try {
            Files.write(file, bytes);
            return CollectingVisitor.of(Brain2016Dataset.open(file, SETTINGS));
        } finally {
            Files.delete(file);
        }
    }
}
