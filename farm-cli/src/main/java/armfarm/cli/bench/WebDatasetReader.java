package armfarm.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Has Python's webdataset with a torch DataLoader read the very same shards, as a researcher would. Stateless. */
final class WebDatasetReader {
    /** Arguments: the shards' folder, images. Prints images a second, the median of three turns after one for warming up. */
    private static final String PROGRAM = """
            import glob, sys, time, statistics
            import torch, webdataset
            folder, wanted = sys.argv[1], int(sys.argv[2])
            shards = sorted(glob.glob(folder + "/*.tar"))
            workers = min(2, len(shards))
            rates = []
            for turn in range(4):
                data = (webdataset.WebDataset(shards, shardshuffle=len(shards), nodesplitter=None, seed=turn)
                    .shuffle(500).decode("rgb8"))
                loader = torch.utils.data.DataLoader(data, batch_size=None, num_workers=workers)
                images, start = 0, None
                for sample in loader:
                    if start is None:
                        start = time.perf_counter()  # its processes have started
                        continue
                    images += sum(key.endswith("jpg") for key in sample)
                    if images >= wanted:
                        break
                if turn:
                    rates.append(images / (time.perf_counter() - start))
            print(statistics.median(rates), webdataset.__version__, torch.__version__)
            """;

    private WebDatasetReader() {}

    /** @return images a second; empty, with the reason told to progress, if Python or a package is not there */
    static OptionalDouble measure(Path python, Path shards, int images, Consumer<String> progress) {
        progress.accept("reading back with webdataset ...");
        try {
            Process process = new ProcessBuilder(
                            python.toString(),
                            "-W",
                            "ignore",
                            "-c",
                            PROGRAM,
                            shards.toString(),
                            Integer.toString(images))
                    .redirectErrorStream(true)
                    .start();
            String last = "";
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    last = line.isBlank() ? last : line;
                }
            }
            if (process.waitFor() == 0) {
                progress.accept("webdataset, torch: " + last.substring(last.indexOf(' ') + 1));
                return OptionalDouble.of(Double.parseDouble(last.substring(0, last.indexOf(' '))));
            }
            progress.accept("webdataset was not measured: " + last);
        } catch (IOException e) {
            progress.accept("webdataset was not measured: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalDouble.empty();
    }
}
