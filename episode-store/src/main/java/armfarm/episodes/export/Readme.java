package armfarm.episodes.export;

import armfarm.episodes.Split;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The README of an export folder, from the text of its format. */
public final class Readme {
    private Readme() {}

    /** Text of the resource {@code readme-<format>.md} with the export's numbers in place. */
    public static String text(String format, ExportContext export) {
        String name = "readme-" + format + ".md";
        try (InputStream in = Readme.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            PartCounts total = export.total();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{snapshot}", export.snapshot().name())
                    .replace("{attempts}", Long.toString(total.attempts()))
                    .replace("{successes}", Long.toString(total.successes()))
                    .replace("{train}", Long.toString(export.total(Split.TRAIN).attempts()))
                    .replace(
                            "{validation}",
                            Long.toString(export.total(Split.VALIDATION).attempts()))
                    .replace("{test}", Long.toString(export.total(Split.TEST).attempts()))
                    .replace(
                            "{first_split}",
                            export.parts().get(0).part().split().label());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
