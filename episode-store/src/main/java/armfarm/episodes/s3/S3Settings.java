package armfarm.episodes.s3;

/**
 * Which bucket, and how to reach it. Holds no secret: credentials come from the environment, the profile file, or a file that
 * is named here.
 *
 * @param endpoint address of the server, for example {@code https://minio.lab:9000}; empty: Amazon's, by the region
 * @param prefix that all keys begin with, without slashes at its ends; may be empty
 * @param pathStyle the bucket is in the path and not in the host name
 * @param credentialsFile file of AWS profiles, of which {@code [default]} is used; empty: the standard chain
 */
public record S3Settings(
        String endpoint, String region, String bucket, String prefix, boolean pathStyle, String credentialsFile) {

    /** For messages: s3://bucket/prefix. */
    public String location() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    /** For messages: where the server is. */
    String server() {
        return endpoint.isEmpty() ? "AWS region " + region : endpoint;
    }

    String fullKey(String key) {
        return prefix.isEmpty() ? key : prefix + "/" + key;
    }
}
