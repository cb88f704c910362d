package armfarm.cli;

import armfarm.cli.plots.ImageFormat;
import armfarm.cli.plots.PlotData;
import armfarm.cli.plots.PlotKind;
import armfarm.cli.plots.Plots;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.DataQueries;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code armfarm data plot}. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        description = {
            "Draw plots of the attempts that fit. The farm may be running; nothing is changed.",
            "",
            "  time         success over time in practice: models and random choices",
            "  model        success of each model, in practice and in evaluation",
            "  object       how often each object was held",
            "  arm          success of each arm",
            "  calibration  predicted probability against observed success",
            "",
            "  armfarm data plot -o plots",
            "  armfarm data plot calibration --where \"day>='2026-11-01'\" -o calibration.svg"
        })
final class DataPlotCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Parameters(
            arity = "0..*",
            paramLabel = "KIND",
            description = "time, model, object, arm, calibration, or all of them (default).")
    private List<String> kinds = List.of();

    @Option(
            names = "--where",
            paramLabel = "FILTER",
            defaultValue = "",
            description = "Which attempts, as in 'armfarm query' (default: all).")
    private String where;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            defaultValue = "plots",
            description = "A file that ends in .png or .svg, for one plot; else a folder (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(names = "--format", paramLabel = "FORMAT", description = "png or svg (default: by -o, else png).")
    private Optional<ImageFormat> format = Optional.empty();

    @Option(names = "--overwrite", description = "Replace files that are there.")
    private boolean overwrite;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            defaultValue = "5m",
            description = "PostgreSQL stops a question that takes longer (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--json", description = "Print one line of JSON, with the numbers that are drawn.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What {@code --json} prints. @param skipped why kinds that nobody named were left out, by kind */
    record Result(long attempts, long judged, List<Written> plots, Map<String, String> skipped) {}

    /** @param data what is drawn; rates from 0 to 1 */
    record Written(String kind, String file, PlotData data) {}

    @Override
    public Integer call() throws JsonProcessingException {
        List<PlotKind> wanted = PlotKind.of(kinds);
        AttemptFilter filter = AttemptFilter.parse(where);
        Map<PlotKind, Path> files = files(wanted);
        Plots plots = StoreAccess.ask(data.existing(), store -> read(wanted, store.queries(), filter));
        Result result = write(plots, files);
        if (json) {
            Json.print(result);
        } else {
            result.plots().forEach(plot -> System.out.println(plot.file()));
        }
        return 0;
    }

    private Plots read(List<PlotKind> wanted, DataQueries queries, AttemptFilter filter) {
        RateLine progress = new RateLine("plot", System.err, InstantSource.system());
        try {
            long all = queries.count(filter, timeout);
            return Plots.read(wanted, queries, filter, timeout, done -> progress.show("reading", done, all));
        } finally {
            progress.end();
        }
    }

    /** Kinds that were not named one by one may have nothing to show, as long as one has. */
    private Result write(Plots plots, Map<PlotKind, Path> files) {
        boolean named = !kinds.isEmpty() && !kinds.contains("all");
        Map<String, String> skipped = new LinkedHashMap<>();
        List<PlotKind> drawn = new ArrayList<>();
        for (PlotKind kind : files.keySet()) {
            try {
                plots.data(kind);
                drawn.add(kind);
            } catch (FarmException e) {
                if (named) {
                    throw e;
                }
                skipped.put(kind.label(), e.getMessage());
                System.err.println("armfarm: " + e.getMessage());
            }
        }
        List<Written> written = new ArrayList<>();
        for (PlotKind kind : drawn) {
            Path file = files.get(kind);
            requireFolder(file.toAbsolutePath().getParent());
            plots.draw(kind).write(file, format(file));
            written.add(new Written(kind.label(), file.toString(), plots.data(kind)));
        }
        return new Result(plots.attempts(), plots.judged(), written, skipped);
    }

    private Map<PlotKind, Path> files(List<PlotKind> wanted) {
        Map<PlotKind, Path> files = new LinkedHashMap<>();
        if (endingOf(output).isPresent()) {
            if (wanted.size() > 1) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        output + " is one file, and " + wanted.size()
                                + " plots are wanted; name one kind, or a folder with -o");
            }
            if (format.isPresent() && !format.equals(endingOf(output))) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        output + " does not end in " + format.get().ending() + ", which --format asks for");
            }
            files.put(wanted.get(0), output);
        } else {
            String ending = format.orElse(ImageFormat.PNG).ending();
            wanted.forEach(kind -> files.put(kind, output.resolve(kind.fileName() + ending)));
        }
        if (!overwrite) {
            files.values().stream().filter(Files::exists).findFirst().ifPresent(file -> {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        file + " is there already; name another place with -o, or replace it with --overwrite");
            });
        }
        return files;
    }

    private static void requireFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Cannot make the folder " + folder + ": " + e + "; name another with -o", e);
        }
    }

    private static Optional<ImageFormat> endingOf(Path file) {
        return ImageFormat.of(file);
    }

    private ImageFormat format(Path file) {
        return endingOf(file).orElseThrow();
    }
}
