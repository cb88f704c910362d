package armfarm.policy.replay;

import armfarm.policy.PolicyJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names the settings in which two records of the same type differ, by dotted names. */
final class ChangedSettings {

    private ChangedSettings() {}

    /** @param prefix before each name, with a dot, or empty */
    static List<DecisionReplay.Difference> of(String prefix, Object then, Object now) {
        Map<String, String> before = flat(then);
        Map<String, String> after = flat(now);
        List<DecisionReplay.Difference> changed = new ArrayList<>();
        before.forEach((name, value) -> {
            String other = after.getOrDefault(name, "none");
            if (!value.equals(other)) {
                changed.add(new DecisionReplay.Difference(prefix + name, value, other));
            }
        });
        after.forEach((name, value) -> {
            if (!before.containsKey(name)) {
                changed.add(new DecisionReplay.Difference(prefix + name, "none", value));
            }
        });
        return changed;
    }

    private static Map<String, String> flat(Object settings) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", PolicyJson.tree(settings), flat);
        return flat;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> flat) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(), entry.getValue(), flat));
        } else {
            flat.put(name, node.asText());
        }
    }
}
