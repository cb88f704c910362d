package armfarm.controller.dashboard;

import armfarm.episodes.EpisodeStore;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * What people say about a stored attempt, from its page. Only JSON is taken: a page of another origin cannot send that without
 * asking first, and is never allowed.
 *
 * <p>Thread-safe; writes to the database on the web server's threads.
 */
final class CurationApi {
    private static final int MAX_TEXT = 1000;

    private final GalleryApi gallery;
    private final ObjectMapper json;

    CurationApi(GalleryApi gallery, ObjectMapper json) {
        this.gallery = gallery;
        this.json = json;
    }

    /** {@code POST /api/attempts/{attempt}/labels} with {@code {"outcome","by","note"}}; answers as GET of the attempt. */
    void label(Context context) {
        JsonNode said = body(context);
        Outcome outcome = switch (said.path("outcome").asText()) {
            case "success" -> Outcome.SUCCESS;
            case "failure" -> Outcome.FAILURE;
            case "unknown" -> Outcome.UNKNOWN;
            default -> throw wrong("outcome", said.path("outcome").asText(), "success, failure or unknown");
        };
        EpisodeStore store = gallery.store();
        AttemptId attempt = GalleryApi.attempt(context, store);
        String note = text(said, "note", false);
        store.curation()
                .addLabel(
                        attempt,
                        new OutcomeLabel(LabelSource.HUMAN, outcome, 1),
                        Optional.of(text(said, "by", true)),
                        note.isEmpty() ? Optional.empty() : Optional.of(note));
        gallery.one(context);
    }

    /** {@code POST /api/attempts/{attempt}/exclusion} with {@code {"excluded","by","reason"}}; likewise. */
    void exclusion(Context context) {
        JsonNode said = body(context);
        if (!said.path("excluded").isBoolean()) {
            throw wrong("excluded", said.path("excluded").toString(), "true or false");
        }
        EpisodeStore store = gallery.store();
        List<AttemptId> attempt = List.of(GalleryApi.attempt(context, store));
        String by = text(said, "by", true);
        String reason = text(said, "reason", true);
        if (said.path("excluded").asBoolean()) {
            store.curation().exclude(attempt, by, reason, false);
        } else {
            store.curation().include(attempt, by, reason, false);
        }
        gallery.one(context);
    }

    private JsonNode body(Context context) {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        if (!type.startsWith("application/json")) {
            throw wrong("Content-Type", type, "application/json");
        }
        try {
            return json.readTree(context.body());
        } catch (JsonProcessingException e) {
            throw new FarmException(ErrorCode.CONFIG, "The body is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(JsonNode said, String key, boolean required) {
        String text = said.path(key).asText("").strip();
        if ((required && text.isEmpty()) || text.length() > MAX_TEXT) {
            throw wrong(key, text.isEmpty() ? "nothing" : text.length() + " characters", "a text of up to " + MAX_TEXT);
        }
        return text;
    }

    private static FarmException wrong(String what, String found, String expected) {
        return new FarmException(ErrorCode.CONFIG, what + ": found '" + found + "', expected " + expected);
    }
}
