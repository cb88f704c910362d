package armfarm.cli;

import armfarm.controller.config.Presets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code armfarm arms preset}: what is known about common arms. */
@Command(
        name = "preset",
        mixinStandardHelpOptions = true,
        description = "List the presets for common arms, or print one.")
final class ArmsPresetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The preset to print.")
    private String name;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (name == null) {
            Presets.NAMES.forEach(System.out::println);
            return 0;
        }
        System.out.print(Presets.text(name)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(),
                        "There is no preset '" + name + "'; known are " + String.join(", ", Presets.NAMES))));
        return 0;
    }
}
