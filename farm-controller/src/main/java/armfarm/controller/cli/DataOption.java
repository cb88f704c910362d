package armfarm.controller.cli;

import armfarm.controller.DataFolder;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The {@code --data} option every command shares. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "farm-data",
            description = "Folder that holds everything the farm knows (default: ${DEFAULT-VALUE} in this folder).")
    private Path folder;

    Path folder() {
        return folder;
    }

    /** The folder, which must hold a farm already. */
    Path existing() {
        if (!DataFolder.exists(folder)) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Data folder " + folder.toAbsolutePath().normalize()
                            + " holds no farm; expected one made by 'armfarm up'. Name it with --data");
        }
        return folder;
    }
}
