package armfarm.cli;

import armfarm.controller.roles.BoardState;
import armfarm.controller.state.FarmState;
import armfarm.messages.board.ArmStatus;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The processes of a farm of several, as {@code status --json} tells of them, in the words of page and metrics. Stateless. */
final class ProcessesText {
    private ProcessesText() {}

    static ObjectNode json(BoardState board) {
        FarmState state = board.state();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("phase", state.condition().word());
        board.plan().pausedReason().ifPresent(reason -> json.put("paused", reason));
        json.put("trainer", board.trainerStatus().state());
        Map<String, ArmStatus> reports =
                board.arms().stream().collect(Collectors.toMap(arm -> arm.arm().name(), Function.identity()));
        ObjectNode byArm = json.putObject("arms");
        state.arms().forEach(arm -> {
            ObjectNode row = byArm.putObject(arm.name());
            row.put("state", arm.state().word());
            reports.get(arm.name()).model().ifPresent(model -> row.put("model", model));
            reports.get(arm.name()).fault().ifPresent(fault -> row.put("fault", fault));
        });
        return json;
    }
}
