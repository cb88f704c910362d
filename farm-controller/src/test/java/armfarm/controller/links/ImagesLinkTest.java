package armfarm.controller.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.controller.config.FarmConfig;
import armfarm.episodes.s3.S3Settings;
import armfarm.episodes.shard.ShardOwner;
import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesLinkTest {
    private static final ImagesLink LAB = link("http://minio.lab:9000", "farm");
    private static final ImagesLink LOCAL = ImagesLink.of(FarmConfig.defaults().images());

    @TempDir
    Path root;

    private static ImagesLink link(String endpoint, String bucket) {
        return new ImagesLink(new S3Settings(endpoint, "us-east-1", bucket, "p", true, ""), 8, 3, null);
    }

    @Test
    void aFolderThatWasNeverBoundKeepsItsImages() {
        LOCAL.bind(root);

        assertThat(root.resolve("images.json")).doesNotExist();
        try (ShardStorage storage = ImagesLink.read(root).open(root)) {
            assertThat(storage).isEqualTo(ShardStorage.local(root));
        }
    }

    @Test
    void commandsFindTheObjectStoreWithoutTheConfiguration() {
        LAB.bind(root);

        assertThat(ImagesLink.read(root)).isEqualTo(LAB);
        try (ShardStorage storage = ImagesLink.read(root).open(root)) {
            assertThat(storage.rollBytes()).isEqualTo(8 << 20);
            assertThat(storage.keepLocalBytes()).isEqualTo(3 << 20);
            assertThat(storage.objects().orElseThrow().location()).isEqualTo("s3://farm/p");
        }
    }

    @Test
    void staysWithItsBucketButMayReachItAnotherWay() {
        LAB.bind(root);
        ImagesLink moved = link("https://10.0.0.7", "farm");
        moved.bind(root);

        assertThat(ImagesLink.read(root)).isEqualTo(moved);
        assertThatThrownBy(() -> link("https://10.0.0.7", "other").bind(root))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("are in s3://farm/p, but the configuration says s3://other/p");
        assertThatThrownBy(() -> LOCAL.bind(root)).hasMessageContaining("stay in the folder (images.storage: local)");
        assertThat(ImagesLink.read(root)).isEqualTo(moved);
    }

    @Test
    void staysWithAFolderThatIsShared(@TempDir Path shared, @TempDir Path other) {
        ImagesLink link = new ImagesLink(null, 8, 0, shared.toString());
        link.bind(root);

        try (ShardStorage storage = ImagesLink.read(root).open(root.resolve("shards"))) {
            assertThat(storage.folder()).isEqualTo(shared);
        }
        ImagesLink moved = new ImagesLink(null, 8, 0, other.toString());
        moved.bind(root); // nothing was stored yet
        link.bind(root);
        ShardOwner.claim(shared, "farm");
        assertThatThrownBy(() -> moved.bind(root))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("are in " + shared + ", but the configuration says " + other);
        assertThatThrownBy(() -> LOCAL.bind(root)).hasMessageContaining("says " + root.resolve("shards"));
        assertThat(ImagesLink.read(root)).isEqualTo(link);
    }

    @Test
    void aFolderThatHoldsShardsKeepsThem(@TempDir Path shared) {
        ShardOwner.claim(root.resolve("shards"), "farm");

        assertThatThrownBy(() -> new ImagesLink(null, 8, 0, shared.toString()).bind(root))
                .hasMessageContaining("are in " + root.resolve("shards"));
        assertThat(root.resolve("images.json")).doesNotExist();
    }

    @Test
    void saysWhichFileIsNotReadable() throws IOException {
        Files.writeString(root.resolve("images.json"), "{\"bucket\": ");

        assertThatThrownBy(() -> ImagesLink.read(root))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("images.json does not say where");
    }
}
