package armfarm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code armfarm arms}: looks at arms and puts them back to work. */
@Command(
        name = "arms",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "List and check arms, take a stop back, stop an arm when the farm's process dies.",
        subcommands = {
            ArmsListCommand.class,
            ArmsCheckCommand.class,
            ArmsResetCommand.class,
            ArmsWatchdogCommand.class,
            ArmsPresetCommand.class
        })
final class ArmsCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: say what to do");
    }
}
