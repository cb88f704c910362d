package armfarm.controller.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Cells of common research arms, as far as they are the same in every lab: files in the drivers' resources, written like a
 * cell in the farm's own file. What the lab's file says comes on top, key by key.
 */
public final class Presets {
    /** In the order they are listed to people. */
    public static final List<String> NAMES = List.of(
            "kuka_iiwa_7",
            "franka_panda",
            "universal_ur5e",
            "rethink_sawyer",
            "rethink_baxter_left",
            "rethink_baxter_right");

    private static final String FOLDER = "/armfarm/drivers/presets/";

    private Presets() {}

    /** A preset's text; empty if there is none of that name. */
    public static Optional<String> text(String name) {
        return NAMES.contains(name) ? Optional.of(resource(name + ".yaml")) : Optional.empty();
    }

    /** A shipped robot description. */
    static Optional<InputStream> urdf(String file) {
        return Optional.ofNullable(Presets.class.getResourceAsStream(FOLDER + file));
    }

    /** The section with the preset under it. */
    static ObjectNode under(ObjectNode section, String preset) throws IOException {
        ObjectNode merged = (ObjectNode) StrictYaml.trusted(resource(preset + ".yaml"));
        putOver(merged, section);
        return merged;
    }

    private static void putOver(ObjectNode target, ObjectNode above) {
        above.properties().forEach(entry -> {
            JsonNode below = target.get(entry.getKey());
            if (below instanceof ObjectNode section && entry.getValue() instanceof ObjectNode upper) {
                putOver(section, upper);
            } else if (!(below instanceof ObjectNode && entry.getValue().isNull())) {
                // A section with nothing in it says nothing: it takes nothing of the preset away.
                target.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static String resource(String file) {
        try (InputStream in = Presets.class.getResourceAsStream(FOLDER + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
