package armfarm.episodes.s3;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server on this machine whose objects are files of a folder, so that a test can stop it and damage them. */
public final class LocalS3 implements AutoCloseable {
    public static final String BUCKET = "farm-shards";
    static final String ACCESS_KEY = "test-key";
    static final String SECRET_KEY = "test-secret";

    private final Path folder;
    private final int port;
    private S3Proxy server;

    private LocalS3(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** With an empty bucket. */
    public static LocalS3 start(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
        Files.writeString(
                folder.resolve("credentials"),
                "[default]\naws_access_key_id = " + ACCESS_KEY + "\naws_secret_access_key = " + SECRET_KEY + "\n");
        LocalS3 s3 = new LocalS3(folder, freePort());
        s3.restart();
        return s3;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** On the same port, with the same objects. */
    public void restart() {
        URI address = URI.create(endpoint());
        server = S3Proxy.builder()
                .endpoint(address)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .blobStore(new FilesystemNio2BlobStore(folder.resolve("objects").toString()))
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not start on " + address, e);
        }
    }

    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not stop", e);
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** File of profiles that the server lets in. */
    public Path credentials() {
        return folder.resolve("credentials");
    }

    public S3Settings settings() {
        return new S3Settings(
                endpoint(),
                "us-east-1",
                BUCKET,
                "farms/one",
                true,
                credentials().toString());
    }

    /** All objects, by key without the prefix. */
    public List<String> keys() throws IOException {
        Path root = prefix();
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** The file behind an object. */
    public Path object(String key) {
        return prefix().resolve(key);
    }

    private Path prefix() {
        return folder.resolve("objects").resolve(BUCKET).resolve("farms").resolve("one");
    }

    @Override
    public void close() {
        stop();
    }
}
