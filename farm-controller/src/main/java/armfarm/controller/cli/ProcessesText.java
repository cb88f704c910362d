package armfarm.controller.cli;

import armfarm.episodes.roles.ArmStatus;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.PlanState;
import armfarm.episodes.roles.TrainerReport;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The processes of a farm of several, as {@code status} tells of them. Immutable. */
record ProcessesText(PlanState plan, List<ArmStatus> arms, Optional<TrainerReport> trainer) {
    private static final String SILENT = "silent";

    static ProcessesText of(FarmBoard board) {
        return new ProcessesText(board.plan(), board.arms(), board.trainer());
    }

    /** Some lines, the last one without its break. */
    String text() {
        StringBuilder lines = new StringBuilder("Processes: the farm is "
                + plan.phase().name().toLowerCase(Locale.ROOT)
                + plan.pausedReason().map(reason -> ", paused: " + reason).orElse(""));
        lines.append(String.format("%n  %-12s %s", "trainer", trainerState()));
        for (ArmStatus arm : arms) {
            lines.append(String.format(
                    "%n  %-12s %s, %s%s",
                    arm.arm(),
                    state(arm),
                    arm.model().orElse("random"),
                    arm.fault().map(fault -> ": " + fault).orElse("")));
        }
        return lines.toString();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("phase", plan.phase().name().toLowerCase(Locale.ROOT));
        plan.pausedReason().ifPresent(reason -> json.put("paused", reason));
        json.put("trainer", trainerState());
        ObjectNode byArm = json.putObject("arms");
        for (ArmStatus arm : arms) {
            ObjectNode row = byArm.putObject(arm.arm().name());
            row.put("state", state(arm));
            arm.model().ifPresent(model -> row.put("model", model));
            arm.fault().ifPresent(fault -> row.put("fault", fault));
        }
        return json;
    }

    private String trainerState() {
        return trainer.map(report -> report.alive() ? report.state() : SILENT).orElse("never ran");
    }

    /** Silence is of no meaning for an arm that stopped in peace. */
    private static String state(ArmStatus arm) {
        String state = arm.state().toLowerCase(Locale.ROOT);
        return arm.alive() || state.equals("stopped") ? state : SILENT;
    }
}
