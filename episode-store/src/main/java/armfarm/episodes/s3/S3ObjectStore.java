package armfarm.episodes.s3;

import armfarm.episodes.shard.ObjectStore;
import armfarm.episodes.shard.ShardException;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in a bucket of S3, or of a server that speaks its protocol (MinIO, Ceph, SeaweedFS).
 *
 * <p>A shard is far below the 5 GiB that one PUT may have, so it is one PUT: the object appears whole or not at all, and an
 * interrupted upload leaves nothing behind. The MD5 and SHA-256 of the file go with it for the server to check; servers that
 * know only the older of the two still do.
 */
public final class S3ObjectStore implements ObjectStore {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Between two bytes; a server may compose an object before it answers. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    private static final String SHA256 = "sha256";
    private static final String UNFINISHED = ".part";

    private final S3Settings settings;
    private Client client;

    private record Client(AwsCredentialsProvider credentials, S3Client s3) {}

    /** Reads credentials and connects only when something is asked of it. */
    public S3ObjectStore(S3Settings settings) {
        this.settings = settings;
    }

    private synchronized Client client() {
        if (client == null) {
            AwsCredentialsProvider credentials = S3Credentials.of(settings);
            client = new Client(credentials, connect(credentials));
        }
        return client;
    }

    private S3Client connect(AwsCredentialsProvider credentials) {
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(credentials)
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                // Checksums in trailers are unknown to many servers; ours are in headers.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(READ_TIMEOUT));
        if (!settings.endpoint().isEmpty()) {
            builder.endpointOverride(URI.create(settings.endpoint()));
        }
        return builder.build();
    }

    @Override
    public String location() {
        return settings.location();
    }

    @Override
    public void check() {
        String prefix = settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
        asking(
                "Cannot list the bucket",
                () -> client().s3()
                        .listObjectsV2(request ->
                                request.bucket(settings.bucket()).prefix(prefix).maxKeys(1)));
    }

    @Override
    public Optional<StoredObject> find(String key) {
        return asking("Cannot look up object " + key, () -> {
            try {
                HeadObjectResponse found = client().s3()
                        .headObject(request -> request.bucket(settings.bucket()).key(settings.fullKey(key)));
                return Optional.of(new StoredObject(
                        found.contentLength(),
                        Optional.ofNullable(found.metadata().get(SHA256))));
            } catch (S3Exception e) {
                if (!S3Errors.isNotFound(e)) {
                    throw e;
                }
                client().s3()
                        .headBucket(
                                request -> request.bucket(settings.bucket())); // else it is the bucket that is missing
                return Optional.empty();
            }
        });
    }

    @Override
    public void put(String key, Path file, String sha256) {
        FileHashes hashes = hashes(file);
        if (!hashes.sha256().equals(sha256)) {
            throw ShardException.damaged("Shard " + file + " is damaged and was not uploaded: found SHA-256 "
                    + hashes.sha256() + ", expected " + sha256
                    + ". Restore it from a backup, or have it written down with 'armfarm fsck --repair'");
        }
        try {
            upload(key, file, hashes);
        } catch (FarmException e) {
            throw refusal().orElse(e);
        }
        StoredObject stored = find(key).orElseThrow(() -> unverified(key, hashes, "no object"));
        if (!stored.is(hashes.byteCount(), sha256)) {
            throw unverified(key, hashes, stored.toString());
        }
    }

    /** A server that refuses may hang up before it has read the bytes of an upload, and says so only when it is asked. */
    private Optional<FarmException> refusal() {
        try {
            check();
            return Optional.empty();
        } catch (FarmException e) {
            return e.code() == ErrorCode.CONFIG ? Optional.of(e) : Optional.empty();
        }
    }

    private void upload(String key, Path file, FileHashes hashes) {
        asking(
                "Cannot upload object " + key,
                () -> client().s3()
                        .putObject(
                                request -> request.bucket(settings.bucket())
                                        .key(settings.fullKey(key))
                                        .contentType("application/x-tar")
                                        .contentLength(hashes.byteCount())
                                        .contentMD5(base64(hashes.md5()))
                                        .checksumSHA256(base64(hashes.sha256()))
                                        .metadata(Map.of(SHA256, hashes.sha256())),
                                RequestBody.fromFile(file)));
    }

    private FarmException unverified(String key, FileHashes expected, String found) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "The server accepted object " + key + " in " + location() + ", but it is not there as sent: found "
                        + found + ", expected " + expected.byteCount() + " bytes with SHA-256 " + expected.sha256()
                        + ". The local shard stays and will be uploaded again");
    }

    private static FileHashes hashes(Path file) {
        try {
            return FileHashes.of(file);
        } catch (IOException e) {
            throw ShardException.missing(
                    "Shard " + file + " cannot be read and was not uploaded: " + e
                            + ". Restore it from a backup, or have it written down with 'armfarm fsck --repair'",
                    e);
        }
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Override
    public byte[] read(String key, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        byte[] bytes = receiving(key, range, in -> in.readNBytes(length));
        if (bytes.length < length) {
            throw absent(key, "found " + bytes.length + " of " + length + " bytes at offset " + offset);
        }
        return bytes;
    }

    @Override
    public String sha256(String key) {
        return receiving(key, null, in -> FileHashes.copy(in, OutputStream.nullOutputStream()))
                .sha256();
    }

    @Override
    public String download(String key, Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            FileHashes hashes = receiving(key, null, in -> {
                try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
                    FileHashes copied = FileHashes.copy(in, out);
                    out.getFD().sync();
                    return copied;
                }
            });
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return hashes.sha256();
        } catch (IOException e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot write " + file + ": " + e + "; free some space", e);
        } finally {
            deleteUnfinished(unfinished);
        }
    }

    private static void deleteUnfinished(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String key) {
        asking(
                "Cannot delete object " + key,
                () -> client().s3()
                        .deleteObject(
                                request -> request.bucket(settings.bucket()).key(settings.fullKey(key))));
    }

    @FunctionalInterface
    private interface Receiver<T> {
        T take(ResponseInputStream<GetObjectResponse> in) throws IOException;
    }

    /** @param range null for the whole object */
    private <T> T receiving(String key, String range, Receiver<T> receiver) {
        String what = "Cannot read object " + key;
        return asking(what, () -> {
            try (ResponseInputStream<GetObjectResponse> in = client().s3()
                    .getObject(request -> request.bucket(settings.bucket())
                            .key(settings.fullKey(key))
                            .range(range))) {
                return receiver.take(in);
            } catch (S3Exception e) {
                if (S3Errors.isNotFound(e)) {
                    throw absent(key, "found no such object");
                } else if (S3Errors.isBeyondTheEnd(e)) {
                    throw absent(key, "it ends before " + range);
                }
                throw e;
            } catch (IOException e) {
                throw new FarmException(
                        ErrorCode.RESOURCE, what + " in " + location() + " to its end: " + e + ". Try again", e);
            }
        });
    }

    private ShardException absent(String key, String why) {
        return ShardException.missing(
                "Object " + key + " in " + location() + " is not there as stored: " + why
                        + ". Restore it from a backup; 'armfarm fsck' lists all damage.",
                null);
    }

    private <T> T asking(String what, Supplier<T> question) {
        S3Credentials.require(client().credentials(), settings);
        try {
            return question.get();
        } catch (SdkException e) {
            throw S3Errors.translate(settings, what, e);
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.s3().close();
            client = null;
        }
    }
}
