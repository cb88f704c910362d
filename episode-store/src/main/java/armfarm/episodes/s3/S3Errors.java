package armfarm.episodes.s3;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says in the farm's words what a server answered. */
final class S3Errors {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int SERVER_ERROR = 500;

    private S3Errors() {}

    static boolean isNotFound(S3Exception e) {
        return e.statusCode() == NOT_FOUND && !isNoBucket(e);
    }

    static boolean isBeyondTheEnd(S3Exception e) {
        return e.statusCode() == RANGE_NOT_SATISFIABLE;
    }

    private static boolean isNoBucket(S3Exception e) {
        return e instanceof NoSuchBucketException || "NoSuchBucket".equals(code(e));
    }

    /** @param what could not be done, as the beginning of a sentence */
    static FarmException translate(S3Settings settings, String what, SdkException e) {
        String where = what + " (" + settings.location() + " at " + settings.server() + "): ";
        if (!(e instanceof S3Exception answer)) {
            return new FarmException(
                    ErrorCode.RESOURCE,
                    where + "no answer: " + rootMessage(e)
                            + ". Check that the server runs and images.s3.endpoint is its address; nothing is lost,"
                            + " shards wait on this machine",
                    e);
        }
        String said = answer.statusCode() + (code(answer).isEmpty() ? "" : " " + code(answer));
        if (isNoBucket(answer)) {
            return new FarmException(
                    ErrorCode.CONFIG,
                    where + "there is no bucket '" + settings.bucket() + "'. Create it or correct images.s3.bucket",
                    e);
        } else if (answer.statusCode() == FORBIDDEN || answer.statusCode() == UNAUTHORIZED) {
            return new FarmException(
                    ErrorCode.CONFIG,
                    where + "the server refuses these credentials, found " + said
                            + ", expected keys that may list the bucket and get, put and delete its objects. Check the"
                            + " keys and the bucket's policy",
                    e);
        } else if (answer.statusCode() < SERVER_ERROR && answer.statusCode() != NOT_FOUND) {
            return new FarmException(
                    answer.statusCode() <= BAD_REQUEST ? ErrorCode.CONFIG : ErrorCode.RESOURCE,
                    where + "the server answered " + said + ": " + message(answer)
                            + ". Check images.s3.endpoint, region ('" + settings.region() + "') and path_style ("
                            + settings.pathStyle() + ")",
                    e);
        }
        return new FarmException(
                ErrorCode.RESOURCE,
                where + "the server answered " + said + ": " + message(answer) + ". It will be tried again",
                e);
    }

    private static String code(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String message(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorMessage() == null ? "no reason given" : details.errorMessage();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
