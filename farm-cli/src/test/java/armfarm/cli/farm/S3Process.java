package armfarm.cli.farm;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A real S3 server in a process of its own, with the bucket {@value #BUCKET}. Its web server needs a newer servlet API than the
 * page's, which is why it is not in this one.
 */
final class S3Process implements AutoCloseable {
    static final String BUCKET = "farm";
    private static final String KEY = "test-key";
    private static final String SECRET = "test-secret";

    private final Process process;
    private final String endpoint;

    private S3Process(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static S3Process start(Path folder) throws IOException {
        Files.createDirectories(folder.resolve(BUCKET));
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .sorted(Comparator.comparing(entry -> !entry.contains("jakarta.servlet-api")))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        S3Process.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("http://")) {
                return new S3Process(process, line);
            }
        }
        throw new AssertionError("the S3 server ended at its start");
    }

    String endpoint() {
        return endpoint;
    }

    /** A file of profiles that the server lets in. */
    static Path credentials(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("credentials"),
                "[default]\naws_access_key_id=" + KEY + "\naws_secret_access_key=" + SECRET + "\n");
    }

    /** kill -9. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Serves the folder until its standard input ends, so that it does not outlive the test. */
    public static void main(String[] args) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                .blobStore(new FilesystemNio2BlobStore(args[0]))
                .build();
        server.start();
        System.out.println("http://127.0.0.1:" + server.getPort());
        new InputStreamReader(System.in, StandardCharsets.UTF_8).transferTo(java.io.Writer.nullWriter());
        server.stop();
    }
}
