package armfarm.controller.dashboard;

import armfarm.controller.http.JsonErrors;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.StoredFrame;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.CauseTable;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameKind;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The stored attempts over HTTP, for the gallery and for anybody's programs; described in {@code /api/openapi.json}.
 *
 * <p>Thread-safe; asks the database on the web server's threads.
 */
final class GalleryApi {
    static final int MAX_ROWS = 1000;
    private static final int USUAL_ROWS = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** A stored image never changes. */
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private static final List<String> IMAGES = List.of("before", "grasp", "after");
    /** Of each attempt, whether the image that {@link #image} would choose is there and not known to be lost. */
    private static final String IMAGES_THERE = """
        select attempt_id, bool_or(kind in ('step', 'view'))
                and (array_agg(lost order by sequence) filter (where kind in ('step', 'view')))[1] is null as before,
            bool_or(kind = 'step')
                and (array_agg(lost order by sequence desc) filter (where kind = 'step'))[1] is null as grasp,
            bool_or(kind in ('dropped', 'lifted')) and (array_agg(lost order by kind, sequence desc)
                filter (where kind in ('dropped', 'lifted')))[1] is null as after
        from frames where attempt_id in (%s) group by attempt_id\
        """;

    private final FarmView farm;
    private final ObjectMapper json;

    GalleryApi(FarmView farm, ObjectMapper json) {
        this.farm = farm;
        this.json = json;
    }

    /** {@code GET /api/attempts?where=&order=&limit=}. */
    void list(Context context) {
        AttemptFilter filter = AttemptFilter.parse(text(context, "where", ""));
        AttemptQuery.Order order = AttemptQuery.Order.of(text(context, "order", "newest"));
        JsonRows rows = new JsonRows(json);
        EpisodeStore store = store();
        long limit = limit(context);
        store.queries().attempts(new AttemptQuery(filter, List.of(), order, limit + 1), TIMEOUT, rows);
        boolean complete = rows.rows().size() <= limit;
        if (!complete) {
            rows.rows().remove((int) limit); // it only tells that there are more
        }
        nameImages(store, rows.rows());
        ObjectNode answer = json.createObjectNode();
        answer.set("attempts", rows.rows());
        answer.put("complete", complete);
        send(context, answer);
    }

    /** Adds to each attempt which of its images there are, so that nobody has to ask for what is not there. */
    private void nameImages(EpisodeStore store, ArrayNode attempts) {
        Map<String, ArrayNode> imagesByAttempt = new HashMap<>();
        attempts.forEach(attempt ->
                imagesByAttempt.put(attempt.path("attempt_id").asText(), ((ObjectNode) attempt).putArray("images")));
        if (imagesByAttempt.isEmpty()) {
            return;
        }
        JsonRows there = new JsonRows(json);
        String ids = imagesByAttempt.keySet().stream()
                .map(id -> "'" + AttemptId.parse(id).uuid() + "'")
                .collect(Collectors.joining(","));
        store.queries().sql(IMAGES_THERE.formatted(ids), 0, TIMEOUT, there);
        there.rows()
                .forEach(row -> IMAGES.stream()
                        .filter(which -> row.path(which).asBoolean())
                        .forEach(which -> imagesByAttempt
                                .get(row.path("attempt_id").asText())
                                .add(which)));
    }

    /** {@code GET /api/attempts/count?where=}. */
    void count(Context context) {
        long count = store().queries().count(AttemptFilter.parse(text(context, "where", "")), TIMEOUT);
        send(context, json.createObjectNode().put("count", count));
    }

    /** {@code GET /api/attempts/causes?where=}. */
    void causes(Context context) {
        CauseTable table = store().queries().causes(AttemptFilter.parse(text(context, "where", "")), TIMEOUT);
        ObjectNode answer = json.createObjectNode().put("attempts", table.attempts());
        answer.putObject("expected")
                .put("held", table.expected().held())
                .put("empty", table.expected().empty())
                .put("slipped", table.expected().slipped())
                .put("blocked", table.expected().blocked());
        put(table.happened(), answer.putObject("happened"));
        ArrayNode rows = answer.putArray("by_predicted_cause");
        for (CauseTable.Row row : table.byPredictedCause()) {
            ObjectNode added =
                    rows.addObject().put("predicted_cause", row.cause().word());
            put(row.happened(), added.putObject("happened"));
        }
        send(context, answer);
    }

    private static void put(CauseTable.Ends ends, ObjectNode into) {
        into.put("held", ends.held())
                .put("empty", ends.empty())
                .put("slipped", ends.slipped())
                .put("blocked", ends.blocked())
                .put("unknown", ends.unknown());
    }

    /** {@code GET /api/attempts/{attempt}}. */
    void one(Context context) {
        EpisodeStore store = store();
        AttemptId attempt = attempt(context, store);
        ObjectNode answer = json.createObjectNode();
        answer.set("attempt", rows(store, "grasps", attempt, "attempt_id").get(0));
        answer.set("steps", rows(store, "grasp_steps", attempt, "step"));
        answer.set("frames", rows(store, "frames", attempt, "sequence"));
        answer.set("labels", rows(store, "labels", attempt, "id"));
        answer.set("curations", rows(store, "curations", attempt, "id"));
        send(context, answer);
    }

    private ArrayNode rows(EpisodeStore store, String view, AttemptId attempt, String order) {
        JsonRows rows = new JsonRows(json);
        store.queries()
                .sql(
                        "select * from " + view + " where attempt_id = '" + attempt.uuid() + "' order by " + order,
                        0,
                        TIMEOUT,
                        rows);
        return rows.rows();
    }

    /** {@code GET /api/attempts/{attempt}/images/{which}}: a sequence number, or before, grasp or after. */
    void image(Context context) {
        EpisodeStore store = store();
        AttemptId attempt = attempt(context, store);
        String which = context.pathParam("which");
        List<StoredFrame> frames = store.episodes().frames(attempt);
        Optional<StoredFrame> found = switch (which) {
            case "before" -> first(frames, frame -> frame.kind() == FrameKind.STEP || frame.kind() == FrameKind.VIEW);
            case "grasp" -> last(frames, frame -> frame.kind() == FrameKind.STEP);
            case "after" ->
                last(frames, frame -> frame.kind() == FrameKind.DROPPED)
                        .or(() -> last(frames, frame -> frame.kind() == FrameKind.LIFTED));
            default -> first(frames, frame -> Integer.toString(frame.sequence()).equals(which));
        };
        StoredFrame frame = found.orElseThrow(() -> new FarmException(
                ErrorCode.DATA,
                "Attempt " + attempt + " has no image '" + which + "'; expected before, grasp, after or one of "
                        + frames.stream().map(StoredFrame::sequence).toList()));
        EncodedImage image = store.episodes().image(frame.image());
        context.header("Cache-Control", FOR_EVER).contentType(frame.mediaType()).result(image.bytes());
    }

    private static Optional<StoredFrame> first(List<StoredFrame> frames, Predicate<StoredFrame> wanted) {
        return frames.stream().filter(wanted).findFirst();
    }

    private static Optional<StoredFrame> last(List<StoredFrame> frames, Predicate<StoredFrame> wanted) {
        return frames.stream().filter(wanted).reduce((earlier, later) -> later);
    }

    /** The stored attempt that the address names. @throws NotFoundResponse if there is none */
    static AttemptId attempt(Context context, EpisodeStore store) {
        String text = context.pathParam("attempt");
        Optional<AttemptId> attempt = id(text);
        if (attempt.isEmpty()) {
            throw new FarmException(ErrorCode.CONFIG, "'" + text + "' is not an attempt's id");
        }
        if (!store.stream().isStored(attempt.get())) {
            throw new NotFoundResponse("Attempt " + text + " is not stored");
        }
        return attempt.get();
    }

    /** {@code GET /attempts/{attempt}}: one page for every attempt, whose script reads the id from the address. */
    void page(Context context) {
        if (isMissing(context.pathParam("attempt"))) {
            context.status(404);
            html(context, "no-attempt.html");
        } else {
            html(context, "attempt.html");
        }
    }

    /** Known not to be there; while the store cannot tell, the page's script says why. */
    private boolean isMissing(String text) {
        Optional<AttemptId> attempt = id(text);
        try {
            return attempt.isEmpty()
                    || farm.store()
                            .map(store -> !store.stream().isStored(attempt.get()))
                            .orElse(false);
        } catch (FarmException e) {
            return false;
        }
    }

    private static void html(Context context, String file) {
        context.contentType("text/html").result(GalleryApi.class.getResourceAsStream("/dashboard/" + file));
    }

    private static Optional<AttemptId> id(String text) {
        try {
            return Optional.of(AttemptId.parse(text));
        } catch (IllegalArgumentException e) { // no id at all
            return Optional.empty();
        }
    }

    private static String text(Context context, String name, String fallback) {
        return Optional.ofNullable(context.queryParam(name)).orElse(fallback);
    }

    private static long limit(Context context) {
        String text = text(context, "limit", Integer.toString(USUAL_ROWS));
        if (text.matches("[0-9]{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_ROWS) {
            return Integer.parseInt(text);
        }
        throw CurationApi.wrong("limit", text, "1 to " + MAX_ROWS);
    }

    /** @throws FarmException (RESOURCE) while the farm starts or stops */
    EpisodeStore store() {
        return farm.store()
                .orElseThrow(() -> new FarmException(
                        ErrorCode.RESOURCE, "The store is not open: the farm is starting or stopping; try again"));
    }

    private static void send(Context context, ObjectNode answer) {
        context.contentType("application/json").result(answer.toString());
    }

    /** Answers what went wrong, with a status that says whose fault it is. */
    static void refuse(FarmException problem, Context context) {
        int status = switch (problem.code()) {
            case CONFIG -> 400;
            // What is asked for is not there; what is said about it does not fit it.
            case DATA -> context.method() == HandlerType.POST ? 409 : 404;
            case RESOURCE, DEVICE -> 503;
            case BUG -> 500;
        };
        sendError(context, status, problem.getMessage());
    }

    /** The one shape of every error: {@code {"error": "..."}}. */
    static void sendError(Context context, int status, String reason) {
        context.status(status).contentType("application/json").result(JsonErrors.body(reason));
    }
}
