package armfarm.cli;

import armfarm.controller.base.SoftwareVersion;
import armfarm.messages.ErrorCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code armfarm}: lists the commands. */
@Command(
        name = "armfarm",
        mixinStandardHelpOptions = true,
        versionProvider = ArmfarmCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A farm of robot arms that learns to grasp by practising, day and night.",
        footer = {
            "",
            "Try: armfarm up --until attempts=300",
            "Exit codes: 0 done, 1 finished but something is wrong, 2 configuration, 3 device, 4 data, 5 resource, 70 bug,",
            "130 interrupted before the target."
        },
        subcommands = {
            UpCommand.class,
            BrokerCommand.class,
            ControllerCommand.class,
            StoreCommand.class,
            TrainerCommand.class,
            ArmCommand.class,
            StatusCommand.class,
            FsckCommand.class,
            DataCommand.class,
            QueryCommand.class,
            GraspCommand.class,
            ReplayCommand.class,
            EvalCommand.class,
            ModelCommand.class,
            RecordCommand.class,
            ReplayNightCommand.class,
            SnapshotCommand.class,
            LabelCommand.class,
            ExcludeCommand.class,
            IncludeCommand.class,
            PurgeCommand.class,
            RejectedCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            BagCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            ArmsCommand.class,
            StopCommand.class,
            CommandLine.HelpCommand.class
        })
public final class ArmfarmCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command. @return the exit code */
    public static int execute(String... args) {
        CommandLine line = new CommandLine(new ArmfarmCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        if (Console.isTerminal()) {
            line.setOut(Console.help()); // its colors are escape sequences, and nobody's text is in it
        } else {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        line.setParameterExceptionHandler(CommandErrors::wrongUse);
        line.setExecutionExceptionHandler((e, commandLine, parsed) -> CommandErrors.failed(e, commandLine.getErr()));
        return line.execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: say what to do");
    }

    /** Of a command that ends with such an error. */
    static int exitCode(ErrorCode code) {
        return switch (code) {
            case CONFIG -> 2;
            case DEVICE -> 3;
            case DATA -> 4;
            case RESOURCE -> 5;
            case BUG -> 70;
        };
    }

    /** Prints the version of the running software. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"armfarm " + SoftwareVersion.CURRENT};
        }
    }
}
