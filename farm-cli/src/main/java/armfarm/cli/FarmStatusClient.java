package armfarm.cli;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running farm, by its page, what it is in. Stateless. */
public final class FarmStatusClient {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private FarmStatusClient() {}

    /**
     * What {@code /api/status} says. Blocks for some seconds at most.
     *
     * @param page address of the farm's page
     * @throws FarmException (RESOURCE) if it does not answer, or answers with something else
     */
    public static JsonNode ask(URI page) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        HttpRequest request = HttpRequest.newBuilder(page.resolve("api/status"))
                .timeout(LIMIT)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode status = answer.statusCode() == OK ? Json.parse(answer.body()) : null;
            if (status == null || !status.path("phase").isTextual()) {
                throw failure(page, "it answered with status " + answer.statusCode(), null);
            }
            return status;
        } catch (IOException e) {
            String why = e.getMessage() == null ? "no connection" : e.getMessage();
            throw failure(page, why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(page, "interrupted", e);
        }
    }

    private static FarmException failure(URI page, String why, Exception cause) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "The page at " + page + " does not say what the farm is in: " + why + "; its log is in the data folder",
                cause);
    }
}
