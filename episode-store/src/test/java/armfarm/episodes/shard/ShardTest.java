package armfarm.episodes.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import armfarm.episodes.testing.Attempts;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.PredictedCauses;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {
    private static final long NEVER = Long.MAX_VALUE;

    private static final EncodedImage DEPTH =
            DepthCodec.encode(new DepthImage(4, 3, new short[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1}));

    @TempDir
    private Path folder;

    private final Attempts attempts = new Attempts(7);

    @Test
    void readsBackEveryImage() {
        GraspAttempt attempt = attempts.next();

        List<FrameRef> images;
        try (ShardWriter writer = SingleWriter.open(folder, Optional.empty(), NEVER)) {
            images = writer.append(AttemptRecords.of(attempt));
            assertThat(writer.sync())
                    .singleElement()
                    .satisfies(state -> assertThat(state.isSealed()).isFalse());
        }

        ShardReader reader = new ShardReader(folder);
        assertThat(images).hasSize(2);
        for (int i = 0; i < images.size(); i++) {
            assertThat(reader.read(images.get(i).image()))
                    .isEqualTo(attempt.frames().get(i).image().bytes());
        }
    }

    @Test
    void keepsDepthBehindItsImageUnderItsName() throws IOException {
        attempts.depth = Optional.of(DEPTH);
        GraspAttempt attempt = attempts.next();

        List<FrameRef> frames;
        try (ShardWriter writer = SingleWriter.open(folder, Optional.empty(), NEVER)) {
            frames = writer.append(AttemptRecords.of(attempt));
            writer.sync();
        }

        ShardReader reader = new ShardReader(folder);
        for (int i = 0; i < 2; i++) {
            assertThat(reader.read(frames.get(i).image()))
                    .isEqualTo(attempt.frames().get(i).image().bytes());
            assertThat(reader.read(frames.get(i).depth().orElseThrow())).isEqualTo(DEPTH.bytes());
        }
        String id = attempt.id().toString();
        try (TarFile tar = new TarFile(folder.resolve("shard-000001.tar"))) {
            assertThat(tar.getEntries())
                    .extracting(TarArchiveEntry::getName)
                    .containsSubsequence(
                            id + ".1.jpg", id + ".1.depth.png", id + ".2.jpg", id + ".2.depth.png", id + ".json");
        }
    }

    @Test
    void depthAddsItsOwnEntriesAndChangesNoOtherByte() {
        byte[] without = AttemptRecords.of(attempts.next()).bytes();
        Attempts same = new Attempts(7);
        same.depth = Optional.of(DEPTH);
        AttemptRecords with = AttemptRecords.of(same.next());

        ByteBuffer rest = ByteBuffer.allocate(without.length);
        int at = 0;
        for (FrameRef frame : with.imagesAt("shard", 0)) {
            int entry = (int) frame.depth().orElseThrow().byteOffset() - TarRecord.BLOCK;
            rest.put(with.bytes(), at, entry - at);
            at = entry + TarRecord.lengthOf(DEPTH.byteCount());
        }
        rest.put(with.bytes(), at, with.bytes().length - at);

        assertThat(rest.array()).isEqualTo(without);
    }

    @Test
    void reopensAfterACutAtEachByteOfTheLastAttemptAndKeepsWhatWasCommitted() throws IOException {
        GraspAttempt kept = attempts.next();
        ShardState committed;
        List<FrameRef> keptImages;
        try (ShardWriter writer = SingleWriter.open(folder, Optional.empty(), NEVER)) {
            keptImages = writer.append(AttemptRecords.of(kept));
            committed = writer.sync().get(0);
            attempts.imageBytes = 1;
            attempts.outcome = Outcome.ABORTED; // one image
            writer.append(AttemptRecords.of(attempts.next()));
            writer.sync();
        }
        Path file = folder.resolve(committed.fileName());
        byte[] whole = Files.readAllBytes(file);
        GraspAttempt again = attempts.next();
        ShardReader reader = new ShardReader(folder);

        for (int length = (int) committed.committedLength(); length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            try (ShardWriter writer = SingleWriter.open(folder, Optional.of(committed), NEVER)) {
                assertThat(Files.size(file)).isEqualTo(committed.committedLength());
                if (length % 61 == 0) { // appending at every cut takes too long for a unit test
                    List<FrameRef> images = writer.append(AttemptRecords.of(again));
                    assertThat(reader.read(images.get(0).image()))
                            .isEqualTo(again.frames().get(0).image().bytes());
                }
            }
            assertThat(reader.read(keptImages.get(1).image()))
                    .isEqualTo(kept.frames().get(1).image().bytes());
        }
    }

    @Test
    void refusesAShardThatIsShorterThanCommitted() throws IOException {
        ShardState committed = oneAttempt();
        Path file = folder.resolve(committed.fileName());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> SingleWriter.open(folder, Optional.of(committed), NEVER))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("found " + (whole.length - 1) + " bytes, expected at least " + whole.length);
        assertThat(Files.size(file)).isEqualTo(whole.length - 1);
    }

    @Test
    void namesTheImageWithAFlippedBit() throws IOException {
        GraspAttempt attempt = attempts.next();
        ImageRef image;
        try (ShardWriter writer = SingleWriter.open(folder, Optional.empty(), NEVER)) {
            image = writer.append(AttemptRecords.of(attempt)).get(1).image();
        }
        Path file = folder.resolve(image.shard());
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) image.byteOffset() + 13] ^= 0x10;
        Files.write(file, bytes);

        assertThatThrownBy(() -> new ShardReader(folder).read(image))
                .isInstanceOfSatisfying(
                        ShardException.class, e -> assertThat(e.isMissing()).isFalse())
                .hasMessageContaining("offset " + image.byteOffset() + " of shard " + file)
                .hasMessageContaining("expected " + Long.toHexString(image.crc32c()));
    }

    @Test
    void saysThatAnImageIsMissingWhenTheFileIsShortOrGone() throws IOException {
        ImageRef beyond = new ImageRef("shard-000001.tar", 1 << 20, 10, 0);
        oneAttempt();

        assertThatThrownBy(() -> new ShardReader(folder).read(beyond))
                .isInstanceOfSatisfying(
                        ShardException.class, e -> assertThat(e.isMissing()).isTrue());
        Files.delete(folder.resolve(beyond.shard()));
        assertThatThrownBy(() -> new ShardReader(folder).read(beyond))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void rollsToANewShardAndSealsTheFullOne() throws IOException {
        List<ShardState> states;
        try (ShardWriter writer = SingleWriter.open(folder, Optional.empty(), 6_000)) {
            attempts.next(3).stream().map(AttemptRecords::of).forEach(writer::append);
            states = writer.sync();
        }

        assertThat(states).extracting(ShardState::number).containsExactly(1, 2);
        Path sealed = folder.resolve(states.get(0).fileName());
        assertThat(states.get(0).sha256()).contains(Hash.SHA_256.hex(sealed));
        assertThat(states.get(0).committedLength()).isEqualTo(Files.size(sealed));
        assertThat(states.get(1).isSealed()).isFalse();
        byte[] bytes = Files.readAllBytes(sealed);
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 1024, bytes.length)).containsOnly(0);
    }

    @Test
    void isATarArchiveWithNamesAndMetadataOfEachAttempt() throws IOException {
        attempts.model = Optional.of(new ModelVersion("m0001-aaaaaaaa"));
        attempts.predictedCauses = Optional.of(new PredictedCauses(0.125, 0.0625, 0.0625));
        GraspAttempt attempt = attempts.next();
        try (ShardWriter writer = SingleWriter.open(folder, Optional.empty(), 1)) {
            writer.append(AttemptRecords.of(attempt));
            writer.append(AttemptRecords.of(attempts.next())); // seals the first shard
        }

        try (TarFile tar = new TarFile(folder.resolve("shard-000001.tar"))) {
            assertThat(tar.getEntries())
                    .extracting(TarArchiveEntry::getName)
                    .containsExactly(attempt.id() + ".1.jpg", attempt.id() + ".2.jpg", attempt.id() + ".json");
            TarArchiveEntry metadata = tar.getEntries().get(2);
            String json = new String(tar.getInputStream(metadata).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(json)
                    .contains("\"attempt\":\"" + attempt.id() + "\"")
                    .contains("\"scene_id\":\"train-1 \\\"\\u00e9\\\"\"")
                    .contains("\"outcome\":\"SUCCESS\"")
                    .contains("\"predicted_causes\":{\"empty\":0.125,\"slipped\":0.0625,\"blocked\":0.0625}")
                    .contains("\"truth_object\":\"train-0042\"");
        }
    }

    @Test
    void isReadByTheTarProgram() throws IOException {
        assumeThat(Path.of("/bin/tar")).as("a tar program").exists();
        GraspAttempt attempt = attempts.next();
        try (ShardWriter writer = SingleWriter.open(folder, Optional.empty(), NEVER)) {
            writer.append(AttemptRecords.of(attempt));
        }

        Process tar = new ProcessBuilder(
                        "/bin/tar", "tf", folder.resolve("shard-000001.tar").toString())
                .redirectErrorStream(true)
                .start();
        String listing = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(tar.onExit().join().exitValue()).isZero();
        assertThat(listing.lines())
                .containsExactly(attempt.id() + ".1.jpg", attempt.id() + ".2.jpg", attempt.id() + ".json");
    }

    @Test
    void reportsAFullDiskAsSuchAndSaysThatNothingIsLost() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        Path link = Files.createSymbolicLink(folder.resolve("shard-000001.tar"), full);

        assertThatThrownBy(() -> {
                    ShardState empty = new ShardState(1, 0, Optional.empty());
                    try (ShardWriter writer = SingleWriter.open(folder, Optional.of(empty), NEVER)) {
                        writer.append(AttemptRecords.of(attempts.next()));
                    }
                })
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("Nothing stored is lost");
        Files.delete(link);
    }

    @Test
    void startsAShardAfterASealedOneAndOverwritesAnUncommittedFileOfItsName() throws IOException {
        Files.write(folder.resolve("shard-000004.tar"), new byte[9_999]);
        ShardState sealed = new ShardState(3, 1024, Optional.of("ab".repeat(32)));

        try (ShardWriter writer = SingleWriter.open(folder, Optional.of(sealed), NEVER)) {
            List<FrameRef> images = writer.append(AttemptRecords.of(attempts.next()));

            assertThat(images).extracting(frame -> frame.image().shard()).containsOnly("shard-000004.tar");
            assertThat(images.get(0).image().byteOffset()).isEqualTo(512);
        }
    }

    @Test
    void whatAWriterStillWritesToAShardThatItLostGoesNowhere() throws IOException {
        try (ShardWriter lost = SingleWriter.open(folder, Optional.empty(), NEVER)) {
            ImageRef kept =
                    lost.append(AttemptRecords.of(attempts.next())).get(0).image();
            ShardState committed = lost.sync().get(0);
            lost.append(AttemptRecords.of(attempts.next()));

            try (ShardWriter heir = ShardWriter.open(
                    folder, Optional.of(new ShardLease(committed, true)), NEVER, () -> ShardLease.fresh(2))) {
                GraspAttempt attempt = attempts.next();
                List<FrameRef> images = heir.append(AttemptRecords.of(attempt));
                lost.append(AttemptRecords.of(attempts.next()));
                lost.sync();
                long length = heir.sync().get(0).committedLength();

                ShardReader reader = new ShardReader(folder);
                assertThat(images.get(0).image().byteOffset()).isEqualTo(committed.committedLength() + 512);
                assertThat(reader.read(images.get(1).image()))
                        .isEqualTo(attempt.frames().get(1).image().bytes());
                assertThat(reader.read(kept)).hasSize(attempts.imageBytes);
                assertThat(folder.resolve(committed.fileName())).hasSize(length);
                assertThat(folder).isDirectoryNotContaining("glob:**.taken");
            }
        }
    }

    @Test
    void removesWholeShardsThatWereNeverCommitted() throws IOException {
        ShardState committed = oneAttempt();
        Files.write(folder.resolve("shard-000002.tar"), new byte[1024]);
        Files.write(folder.resolve("notes.txt"), new byte[3]);

        SingleWriter.open(folder, Optional.of(committed), NEVER).close();

        assertThat(folder.resolve("shard-000002.tar")).doesNotExist();
        assertThat(folder.resolve("shard-000001.tar")).hasSize(committed.committedLength());
        assertThat(folder.resolve("notes.txt")).exists();
    }

    @Test
    void padsEveryContentToWholeBlocks() {
        IntStream.of(0, 1, 511, 512, 513).forEach(bytes -> {
            ByteBuffer out = ByteBuffer.allocate(2048);
            TarRecord.put(out, "n", new byte[bytes], Instant.EPOCH);
            assertThat(out.position()).isEqualTo(TarRecord.lengthOf(bytes)).isEqualTo(512 + (bytes + 511) / 512 * 512);
        });
    }

    private ShardState oneAttempt() {
        try (ShardWriter writer = SingleWriter.open(folder, Optional.empty(), NEVER)) {
            writer.append(AttemptRecords.of(attempts.next()));
            return writer.sync().get(0);
        }
    }
}
