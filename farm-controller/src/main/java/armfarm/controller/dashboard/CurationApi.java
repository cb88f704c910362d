package armfarm.controller.dashboard;

import armfarm.controller.http.Guard;
import armfarm.episodes.EpisodeStore;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What people say about a stored attempt, from its page. Only JSON is taken, and only with the members described in
 * {@code /api/openapi.json}: a page of another origin cannot send it without asking first, and is never allowed.
 *
 * <p>Thread-safe; writes to the database on the web server's threads.
 */
final class CurationApi {
    private static final int MAX_TEXT = 1000;
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private final GalleryApi gallery;
    private final ObjectReader json;

    CurationApi(GalleryApi gallery, ObjectMapper json) {
        this.gallery = gallery;
        this.json = json.readerFor(JsonNode.class)
                .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** {@code POST /api/attempts/{attempt}/labels} with {@code {"outcome","by","note"}}; answers as GET of the attempt. */
    void label(Context context) {
        JsonNode said = body(context, Set.of("outcome", "by", "note"));
        String word = text(said, "outcome", true);
        Outcome outcome = switch (word) {
            case "success" -> Outcome.SUCCESS;
            case "failure" -> Outcome.FAILURE;
            case "unknown" -> Outcome.UNKNOWN;
            default -> throw wrong("outcome", word, "success, failure or unknown");
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
        JsonNode said = body(context, Set.of("excluded", "by", "reason"));
        if (!said.path("excluded").isBoolean()) {
            throw wrong("excluded", shown(said.path("excluded")), "true or false");
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

    private JsonNode body(Context context, Set<String> members) {
        String type = Optional.ofNullable(context.contentType()).orElse("nothing");
        if (!JSON_TYPE.matcher(type).matches()) {
            throw wrong("Content-Type", type, "application/json");
        }
        JsonNode said;
        try {
            said = json.readTree(Guard.body(context.req()));
        } catch (IOException e) {
            String why = e instanceof JsonProcessingException problem ? problem.getOriginalMessage() : e.getMessage();
            throw new FarmException(ErrorCode.CONFIG, "The body is not JSON: " + why, e);
        }
        if (!said.isObject()) {
            throw wrong("body", shown(said), "an object with " + String.join(", ", new TreeSet<>(members)));
        }
        said.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw wrong("member", name, "one of " + String.join(", ", new TreeSet<>(members)));
            }
        });
        return said;
    }

    private static String text(JsonNode said, String key, boolean required) {
        JsonNode value = said.path(key);
        if (value.isMissingNode() && !required) {
            return "";
        }
        String text = value.asText("").strip();
        if (!value.isTextual() || (required && text.isEmpty())) {
            throw wrong(key, text.isEmpty() ? shown(value) : text, "a text");
        }
        if (text.length() > MAX_TEXT) {
            throw wrong(key, text.length() + " characters", "a text of up to " + MAX_TEXT);
        }
        return text;
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() || (value.isTextual() && value.asText().isBlank()) ? "nothing" : value.toString();
    }

    static FarmException wrong(String what, String found, String expected) {
        return new FarmException(ErrorCode.CONFIG, what + ": found '" + found + "', expected " + expected);
    }
}
