package armfarm.ros;

import armfarm.messages.DriverException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ROS arguments of a command line: {@code name:=other} remaps, {@code _name:=value} sets a private parameter,
 * {@code __name}, {@code __ns}, {@code __master}, {@code __ip} and {@code __hostname} replace what the environment says;
 * other arguments that start with two underscores are accepted and ignored. Immutable.
 *
 * <p>Source: ROS wiki, "Remapping Arguments".
 *
 * @param mapped what stands left and right of := in the arguments
 * @param others arguments without :=
 */
public record RosArguments(Map<String, String> mapped, List<String> others) {
    private static final String ASSIGN = ":=";
    private static final URI DEFAULT_MASTER = URI.create("http://localhost:11311");

    /** Values of parameters are YAML in ROS; lists and maps are read in its JSON-like form. */
    private static final ObjectMapper FLOW = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    public RosArguments {
        mapped = Map.copyOf(mapped);
        others = List.copyOf(others);
    }

    public static RosArguments none() {
        return new RosArguments(Map.of(), List.of());
    }

    public static RosArguments parse(List<String> arguments) {
        Map<String, String> mapped = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (String argument : arguments) {
            int at = argument.indexOf(ASSIGN);
            if (at > 0) {
                mapped.put(argument.substring(0, at), argument.substring(at + ASSIGN.length()));
            } else {
                others.add(argument);
            }
        }
        return new RosArguments(mapped, others);
    }

    GraphName nodeName(String defaultName, Map<String, String> environment) {
        String name = mapped.getOrDefault("__name", defaultName);
        if (name.contains("/")) {
            throw new DriverException("Node name '" + name + "' holds a '/': expected a name without its namespace; set"
                    + " the namespace with __ns:=");
        }
        String namespace = mapped.getOrDefault("__ns", environment.getOrDefault("ROS_NAMESPACE", ""));
        return GraphName.of(prefix(namespace) + "/" + name);
    }

    private static String prefix(String namespace) {
        String words = namespace.replaceAll("^/+|/+$", "");
        return words.isEmpty() ? "" : "/" + words;
    }

    URI masterUri(Map<String, String> environment) {
        String text = mapped.getOrDefault("__master", environment.getOrDefault("ROS_MASTER_URI", ""));
        return text.isBlank() ? DEFAULT_MASTER : masterUri(text);
    }

    /** @throws DriverException if this is not the address of a master */
    public static URI masterUri(String text) {
        try {
            URI uri = URI.create(text.strip());
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw notAMaster(text, e);
        }
        throw notAMaster(text, null);
    }

    private static DriverException notAMaster(String text, Exception cause) {
        return new DriverException(
                "ROS master '" + text + "' is not an address: expected http://host:port, for example"
                        + " http://robot:11311; correct ROS_MASTER_URI",
                cause);
    }

    RosHost host(Map<String, String> environment, URI master) {
        Map<String, String> merged = new LinkedHashMap<>(environment);
        if (mapped.containsKey("__ip") || mapped.containsKey("__hostname")) {
            merged.remove("ROS_HOSTNAME");
            merged.put("ROS_IP", mapped.getOrDefault("__hostname", mapped.get("__ip")));
        }
        return RosHost.towards(master, merged);
    }

    /** Full names, as the node means what stands on both sides. */
    Map<GraphName, GraphName> remappings(GraphName node) {
        Map<GraphName, GraphName> remappings = new LinkedHashMap<>();
        mapped.forEach((from, to) -> {
            if (!from.startsWith("_")) {
                remappings.put(GraphName.resolve(node.path(), from), GraphName.resolve(node.path(), to));
            }
        });
        return remappings;
    }

    /** By their name below the node's. */
    Map<String, Object> privateParameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        mapped.forEach((name, value) -> {
            if (name.startsWith("_") && !name.startsWith("__") && name.length() > 1) {
                parameters.put(name.substring(1), value(value));
            }
        });
        return parameters;
    }

    private static Object value(String text) {
        if (text.matches("(?i)true|false")) {
            return Boolean.valueOf(text);
        }
        try {
            if (text.matches("[-+]?\\d+")) {
                return Integer.valueOf(text);
            }
            if (text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
                return Double.valueOf(text);
            }
            return text.startsWith("[") || text.startsWith("{") ? FLOW.readValue(text, Object.class) : text;
        } catch (NumberFormatException | JsonProcessingException e) {
            throw new DriverException(
                    "Parameter value '" + text + "' cannot be read: " + e.getMessage()
                            + "; numbers have at most 32 bits, lists are written [1, 2], maps {name: 1}, and text in"
                            + " them is quoted",
                    e);
        }
    }
}
