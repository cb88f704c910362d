package armfarm.cli;

import armfarm.episodes.query.ObjectStorage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Says where complete shards are, for people and as JSON. */
final class ObjectStorageText {
    private ObjectStorageText() {}

    static String of(ObjectStorage objects) {
        String counts = String.format(
                Locale.ROOT,
                "%,d complete shards are in %s, %,d wait here (%,d MB)",
                objects.uploadedShards(),
                objects.location(),
                objects.waitingShards(),
                objects.waitingBytes() / 1_000_000);
        return objects.problem()
                .map(problem -> counts + ", since " + objects.problemSince().orElseThrow() + " because: " + problem)
                .orElse(counts);
    }

    static JsonNode json(ObjectStorage objects) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("location", objects.location())
                .put("uploaded_shards", objects.uploadedShards())
                .put("waiting_shards", objects.waitingShards())
                .put("waiting_bytes", objects.waitingBytes())
                .put("checked_at", objects.checkedAt().toString());
        objects.problem()
                .ifPresent(problem -> json.put("problem", problem)
                        .put(
                                "problem_since",
                                objects.problemSince().orElseThrow().toString()));
        return json;
    }
}
