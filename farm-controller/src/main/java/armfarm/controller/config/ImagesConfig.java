package armfarm.controller.config;

import armfarm.episodes.s3.S3Settings;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where image shards are kept.
 *
 * @param folder in which shards grow; empty for the one in the data folder
 * @param storage the folder alone, or an object store for those that are complete
 * @param shardMegabytes length at which a shard is complete
 * @param s3 which bucket; without meaning for {@link Storage#LOCAL}
 * @param keepLocalMegabytes of uploaded shards that also stay in the folder
 */
public record ImagesConfig(String folder, Storage storage, int shardMegabytes, S3Settings s3, int keepLocalMegabytes) {
    /** What {@code images.storage} may say. */
    public enum Storage {
        LOCAL,
        S3
    }

    /** Far below the 5 GiB that S3 takes in one piece. */
    private static final int MAX_SHARD_MEGABYTES = 4096;

    private static final int DEFAULT_SHARD_MEGABYTES = 256;
    private static final int DEFAULT_KEEP_MEGABYTES = 2048;
    /** What S3 allows, without the rare exceptions. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** The object store, if there is one. */
    public Optional<S3Settings> objects() {
        return storage == Storage.S3 ? Optional.of(s3) : Optional.empty();
    }

    static ImagesConfig read(ConfigReader in) {
        Storage storage = in.word("images.storage", Storage.LOCAL, Storage.class);
        String endpoint = endpoint(in);
        String region = in.text("images.s3.region", "us-east-1");
        String bucket = bucket(in, storage);
        String prefix = in.text("images.s3.prefix", "armfarm");
        if (storage == Storage.LOCAL) {
            in.requireAbsent("images.s3", "images.storage is local; set it to s3, or leave the section away");
        }
        if (prefix.startsWith("/") || prefix.endsWith("/")) {
            in.problem(
                    "images.s3.prefix: found '" + prefix + "', expected a text that neither begins nor ends with '/'");
        }
        return new ImagesConfig(
                in.text("images.folder", ""),
                storage,
                in.integer("images.shard_mb", DEFAULT_SHARD_MEGABYTES, 1, MAX_SHARD_MEGABYTES),
                new S3Settings(
                        endpoint,
                        region,
                        bucket,
                        prefix,
                        in.flag("images.s3.path_style", !endpoint.isEmpty()),
                        in.text("images.s3.credentials_file", "")),
                in.integer("images.s3.keep_local_mb", DEFAULT_KEEP_MEGABYTES, 0, 1_000_000_000));
    }

    private static String endpoint(ConfigReader in) {
        String endpoint = in.text("images.s3.endpoint", "");
        if (!endpoint.isEmpty() && !isHttp(endpoint)) {
            in.problem("images.s3.endpoint: found '" + endpoint
                    + "', expected an address like https://minio.lab:9000, or nothing for Amazon's own");
        }
        return endpoint;
    }

    private static boolean isHttp(String endpoint) {
        try {
            URI address = URI.create(endpoint);
            return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null
                    && address.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String bucket(ConfigReader in, Storage storage) {
        String bucket = in.text("images.s3.bucket", "");
        boolean named = in.has("images.s3.bucket");
        if (storage == Storage.S3 && !named) {
            in.problem("images.s3.bucket: missing; expected the name of a bucket, because images.storage is s3");
        } else if (named && !BUCKET.matcher(bucket).matches()) {
            in.problem("images.s3.bucket: found '" + bucket
                    + "', expected 3 to 63 lower-case letters, digits, dots and hyphens");
        }
        return bucket;
    }
}
