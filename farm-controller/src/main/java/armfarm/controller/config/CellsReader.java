package armfarm.controller.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the list {@code cells}: puts each one's preset under it, and checks what concerns all of them. */
final class CellsReader {
    private CellsReader() {}

    static List<CellConfig> read(ConfigReader in, Path folder) {
        List<CellConfig> cells = new ArrayList<>();
        List<JsonNode> sections = in.list("cells");
        for (int i = 0; i < sections.size(); i++) {
            ObjectNode section = (ObjectNode) sections.get(i);
            String preset = section.path("preset").asText("");
            if (!preset.isEmpty() && !Presets.NAMES.contains(preset)) {
                in.problem("cells[" + i + "].preset: found '" + preset + "', expected one of "
                        + String.join(", ", Presets.NAMES));
                preset = "";
            }
            try {
                ObjectNode whole = preset.isEmpty() ? section : Presets.under(section, preset);
                new CellReader(in.element("cells", i, whole), folder).read().ifPresent(cells::add);
            } catch (IOException e) {
                throw new UncheckedIOException("preset " + preset, e);
            }
        }
        return cells;
    }

    static void requireOneFarm(ConfigReader in, List<CellConfig> cells, int simulatedArms, int most) {
        RobotsApart.problems(cells, simulatedArms).forEach(in::problem);
        Set<String> names = new HashSet<>();
        for (int i = 1; i <= simulatedArms; i++) {
            names.add("arm_" + i);
        }
        for (CellConfig cell : cells) {
            if (!names.add(cell.spec().arm().name())) {
                in.problem(cell.spec().source() + ".arm: there is more than one arm '"
                        + cell.spec().arm() + "'; simulated ones are arm_1, arm_2, ...");
            }
        }
        if (cells.size() + simulatedArms > most) {
            in.problem("cells: " + cells.size() + " cells and " + simulatedArms + " simulated arms, expected at most "
                    + most + " together");
        }
    }
}
