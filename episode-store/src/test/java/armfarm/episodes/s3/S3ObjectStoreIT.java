package armfarm.episodes.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.shard.ObjectStore.StoredObject;
import armfarm.episodes.shard.ShardException;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreIT {
    private static final String KEY = "farm/shard-000001-0123.tar";

    @TempDir
    private Path temp;

    private LocalS3 server;
    private S3ObjectStore objects;
    private byte[] bytes;
    private Path file;
    private String sha256;

    @BeforeEach
    void start() throws IOException {
        server = LocalS3.start(temp.resolve("s3"));
        objects = new S3ObjectStore(server.settings());
        bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        file = Files.write(temp.resolve("shard"), bytes);
        sha256 = FileHashes.of(file).sha256();
    }

    @AfterEach
    void stop() {
        objects.close();
        server.close();
    }

    @Test
    void givesBackWhatWasStoredWholeAndInPieces() throws IOException {
        objects.check();
        assertThat(objects.find(KEY)).isEmpty();

        objects.put(KEY, file, sha256);

        assertThat(objects.find(KEY)).contains(new StoredObject(bytes.length, Optional.of(sha256)));
        assertThat(server.keys()).containsExactly(KEY);
        assertThat(objects.sha256(KEY)).isEqualTo(sha256);
        assertThat(objects.read(KEY, 1_000, 70_000)).isEqualTo(Arrays.copyOfRange(bytes, 1_000, 71_000));
        assertThat(objects.read(KEY, bytes.length - 1, 1)).isEqualTo(new byte[] {bytes[bytes.length - 1]});
        Path copy = temp.resolve("copy");
        assertThat(objects.download(KEY, copy)).isEqualTo(sha256);
        assertThat(copy).hasBinaryContent(bytes);
        assertThat(temp.resolve("copy.part")).doesNotExist();

        objects.delete(KEY);
        objects.delete(KEY);

        assertThat(objects.find(KEY)).isEmpty();
    }

    @Test
    void saysWhatIsNotThere() {
        objects.put(KEY, file, sha256);

        assertThatThrownBy(() -> objects.read("no/such", 0, 5))
                .isInstanceOfSatisfying(
                        ShardException.class, e -> assertThat(e.isMissing()).isTrue())
                .hasMessageContaining("no/such in s3://farm-shards/farms/one is not there as stored")
                .hasMessageContaining("found no such object");
        assertThatThrownBy(() -> objects.read(KEY, bytes.length - 3, 5))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("found 3 of 5 bytes");
        assertThatThrownBy(() -> objects.read(KEY, bytes.length + 10, 5))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("ends before");
        assertThatThrownBy(() -> objects.download("no/such", temp.resolve("x"))).isInstanceOf(ShardException.class);
    }

    @Test
    void storesNothingThatIsNotAsExpected() throws IOException {
        Files.write(file, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);

        assertThatThrownBy(() -> objects.put(KEY, file, sha256))
                .isInstanceOf(ShardException.class)
                .hasMessageContaining("is damaged and was not uploaded")
                .hasMessageContaining("expected " + sha256);
        assertThat(server.keys()).isEmpty();
    }

    @Test
    void saysThatTheServerIsAwayAndGoesOnWhenItIsBack() {
        server.stop();

        assertThatThrownBy(() -> objects.put(KEY, file, sha256))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("Cannot upload object " + KEY)
                .hasMessageContaining("at " + server.endpoint() + "): no answer: Connection refused");
        assertThatThrownBy(() -> objects.read(KEY, 0, 1))
                .isInstanceOf(FarmException.class)
                .isNotInstanceOf(ShardException.class);

        server.restart();
        objects.put(KEY, file, sha256);
        assertThat(objects.find(KEY)).isPresent();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothingBehindAndIsMadeAgain() throws IOException {
        try (CuttingProxy cutting = new CuttingProxy(server.endpoint(), bytes.length / 3);
                S3ObjectStore cut = new S3ObjectStore(new S3Settings(
                        cutting.endpoint(),
                        "us-east-1",
                        LocalS3.BUCKET,
                        "farms/one",
                        true,
                        server.credentials().toString()))) {
            cut.check();
            assertThatThrownBy(() -> cut.put(KEY, file, sha256))
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                    .hasMessageContaining("Cannot upload object " + KEY);
        }
        assertThat(objects.find(KEY)).isEmpty();

        objects.put(KEY, file, sha256);

        assertThat(objects.sha256(KEY)).isEqualTo(sha256);
    }

    @Test
    void tellsWrongKeysFromAMissingBucketAndNeverPrintsASecret() throws IOException {
        Path wrong = Files.writeString(
                temp.resolve("wrong"),
                "[default]\naws_access_key_id = test-key\naws_secret_access_key = s3cr3t-typo\n");
        Path unknown = Files.writeString(
                temp.resolve("unknown"), "[default]\naws_access_key_id = nobody\naws_secret_access_key = s3cr3t\n");
        Path empty = Files.writeString(temp.resolve("empty"), "[other]\n");

        assertRefused(settings(LocalS3.BUCKET, wrong), "refuses these credentials");
        assertRefused(settings(LocalS3.BUCKET, unknown), "refuses these credentials");
        assertRefused(settings(LocalS3.BUCKET, empty), "found no usable section [default] in " + empty);
        assertRefused(settings("no-such-bucket", server.credentials()), "there is no bucket 'no-such-bucket'");
        assertRefused(
                settings(LocalS3.BUCKET, temp.resolve("nowhere")),
                "images.s3.credentials_file " + temp.resolve("nowhere") + " cannot be read");
    }

    private void assertRefused(S3Settings settings, String message) {
        try (S3ObjectStore refused = new S3ObjectStore(settings)) {
            for (Runnable question : new Runnable[] {
                refused::check, () -> refused.find(KEY), () -> refused.put(KEY, file, sha256), () -> refused.sha256(KEY)
            }) {
                assertThatThrownBy(question::run)
                        .isInstanceOfSatisfying(
                                FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                        .hasMessageContaining(message)
                        .hasMessageNotContaining("s3cr3t");
            }
        }
    }

    private S3Settings settings(String bucket, Path credentials) {
        return new S3Settings(server.endpoint(), "us-east-1", bucket, "farms/one", true, credentials.toString());
    }
}
