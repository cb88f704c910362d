package armfarm.episodes.s3;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/** Where keys come from. They are read, never kept or printed. */
final class S3Credentials {
    private S3Credentials() {}

    static AwsCredentialsProvider of(S3Settings settings) {
        if (settings.credentialsFile().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        Path file = Path.of(settings.credentialsFile());
        if (!Files.isReadable(file)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "images.s3.credentials_file " + file + " cannot be read; expected a file with a section [default]"
                            + " and in it aws_access_key_id and aws_secret_access_key");
        }
        return ProfileCredentialsProvider.builder()
                .profileFile(ProfileFileSupplier.reloadWhenModified(file, ProfileFile.Type.CREDENTIALS))
                .profileName("default")
                .build();
    }

    /** @throws FarmException (CONFIG) if there are none to be found */
    static void require(AwsCredentialsProvider provider, S3Settings settings) {
        try {
            provider.resolveCredentials();
        } catch (SdkException | IllegalStateException e) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "No credentials for " + settings.location() + ": "
                            + (settings.credentialsFile().isEmpty()
                                    ? "found neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment nor"
                                            + " a profile file nor a role of this machine. Set one of them, or"
                                            + " images.s3.credentials_file"
                                    : "found no usable section [default] in " + settings.credentialsFile()
                                            + "; expected aws_access_key_id and aws_secret_access_key in it"),
                    e);
        }
    }
}
