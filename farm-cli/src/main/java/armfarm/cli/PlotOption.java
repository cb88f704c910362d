package armfarm.cli;

import armfarm.cli.plots.Drawing;
import armfarm.cli.plots.ImageFormat;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The {@code --plot} option of commands that can draw what they found. */
final class PlotOption {
    @Option(names = "--plot", paramLabel = "FILE", description = "Draw it, as .png or .svg; replaces the file.")
    private Optional<Path> plot = Optional.empty();

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    /** Refuses a file that is neither; to be asked before the work is done. */
    void check() {
        plot.ifPresent(this::format);
    }

    /** Draws if it was asked for. */
    void draw(Supplier<Drawing> drawing) {
        plot.ifPresent(file -> drawing.get().write(file.toAbsolutePath(), format(file)));
    }

    private ImageFormat format(Path file) {
        return ImageFormat.of(file)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(), "--plot: found '" + file + "', expected a file that ends in .png or .svg"));
    }
}
