package armfarm.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The {@code --data} option of commands that begin a farm's data, or that work on a farm at rest. */
final class NewDataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DataOption.CUSTOMARY,
            description = "Folder that holds everything the farm knows (default: ${DEFAULT-VALUE} in this folder).")
    private Path folder;

    /** It need not be there yet. */
    Path folder() {
        return folder;
    }

    /** The folder, which must hold a farm already. */
    Path existing() {
        return DataOption.holdsFarm(folder);
    }
}
