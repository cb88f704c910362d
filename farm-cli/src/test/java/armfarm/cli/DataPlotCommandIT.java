package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.cli.plots.PracticeAttempts;
import armfarm.controller.links.StoreAccess;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.SuccessRate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Plots of a real store. */
class DataPlotCommandIT {
    @TempDir
    private static Path farm;

    private static String data;

    @TempDir
    private Path folder;

    private String printed;
    private String complained;

    /** 20 random attempts, 5 of them good, then 20 by a model that is always sure, 15 of them good. */
    @BeforeAll
    static void makeAFarm() {
        data = farm.resolve("data").toString();
        PracticeAttempts attempts = new PracticeAttempts();
        List<GraspAttempt> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(attempts.random("arm_" + (1 + i % 2), i % 4 == 0, "mug"));
        }
        for (int i = 0; i < 20; i++) {
            all.add(attempts.chosen("arm_" + (1 + i % 2), "m0001-abc", 0.95, i % 4 != 0, "a long & <odd> name"));
        }
        StoreAccess.change(Path.of(data), store -> {
            store.stream().append(new EpisodeBatch(all, List.of(), List.of()));
            return all;
        });
    }

    @Test
    void plotsTheNumbersOfTheStore() throws Exception {
        Path plots = folder.resolve("plots");
        JsonNode result = json(run("data", "plot", "--json", "-o", plots.toString()));

        assertThat(result.path("judged").asInt()).isEqualTo(40);
        assertThat(result.path("plots").findValuesAsText("kind"))
                .containsExactly(
                        "time", "model", "object", "arm", "failures", "failures_time", "causes", "calibration");
        JsonNode time = result.at("/plots/0/data");
        assertThat(time.at("/curves/1/policy").asText()).isEqualTo("random");
        SuccessRate random = new SuccessRate(5, 20);
        assertThat(time.at("/curves/1/all/low").asDouble()).isCloseTo(random.low(), within(1e-9));
        assertThat(time.at("/curves/1/all/high").asDouble()).isCloseTo(random.high(), within(1e-9));
        assertThat(time.at("/models/0").toString()).isEqualTo("{\"model\":\"m0001-abc\",\"attempt\":21}");
        JsonNode arms = result.at("/plots/3/data/rows");
        assertThat(arms.findValuesAsText("label")).containsExactly("arm_1", "arm_2");
        assertThat(arms.at("/0/rates/1/success/successes").asInt()).isEqualTo(5);
        assertThat(arms.at("/0/rates/1/success/attempts").asInt()).isEqualTo(10);
        JsonNode causes = result.at("/plots/6/data");
        assertThat(causes.path("attempts").asInt()).isEqualTo(5);
        assertThat(causes.at("/rows/0/label").asText()).isEqualTo("predicted slipped");
        assertThat(causes.at("/rows/0/rates/1/series").asText()).isEqualTo("was slipped");
        assertThat(causes.at("/rows/0/rates/1/success/successes").asInt()).isEqualTo(5);
        JsonNode calibration = result.at("/plots/7/data");
        assertThat(calibration.path("expected_calibration_error").asDouble()).isCloseTo(0.2, within(1e-9));
        assertThat(calibration.at("/bins/0/observed/rate").asDouble()).isEqualTo(0.75);

        BufferedImage picture =
                ImageIO.read(plots.resolve("success-over-time.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(1800);
        assertThat(picture.getHeight()).isEqualTo(1080);
        assertThat(colors(picture)).isGreaterThan(20);
    }

    @Test
    void writesSvgThatXmlReadersAcceptWithItsTexts() throws Exception {
        Path file = folder.resolve("objects.svg");
        assertThat(run("data", "plot", "object", "-o", file.toString())).isZero();

        Document svg =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());

        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getDocumentElement().getAttribute("viewBox")).startsWith("0 0 900 ");
        assertThat(svg.getDocumentElement().getTextContent())
                .contains(
                        "How often each object was held", "a long & <odd> name", "mug", "15 of 40", "training objects");
    }

    @Test
    void drawsTheSameBytesForTheSameAttempts() throws Exception {
        for (String ending : List.of("png", "svg")) {
            Path first = folder.resolve("first");
            Path second = folder.resolve("second");
            run("data", "plot", "--format", ending, "-o", first.toString());
            run("data", "plot", "--format", ending, "-o", second.toString());

            for (String name : List.of("success-over-time.", "success-by-arm.", "calibration.")) {
                assertThat(second.resolve(name + ending)).hasSameBinaryContentAs(first.resolve(name + ending));
            }
        }
    }

    @Test
    void saysWhatIsMissingAndWritesNothing() {
        Path file = folder.resolve("x.png");
        assertThat(run("data", "plot", "time", "--where", "arm=7", "-o", file.toString()))
                .isEqualTo(4);
        assertThat(complained).contains("no attempt fits the filter");
        assertThat(run("data", "plot", "calibration", "--where", "model=''", "-o", file.toString()))
                .isEqualTo(4);
        assertThat(complained).contains("of the 20 attempts that fit, none was judged and has a predicted probability");
        assertThat(run("data", "plot", "pie", "-o", file.toString())).isEqualTo(2);
        assertThat(complained).contains("There is no plot 'pie'");
        assertThat(run("data", "plot", "arm", "--where", "colour=1", "-o", file.toString()))
                .isEqualTo(2);
        assertThat(run("data", "plot", "-o", file.toString())).isEqualTo(2);
        assertThat(complained).contains("8 plots are wanted");
        assertThat(run("data", "plot", "arm", "--format", "svg", "-o", file.toString()))
                .isEqualTo(2);
        assertThat(file).doesNotExist();
    }

    @Test
    void leavesOutWhatCannotBeDrawnUnlessItWasNamed() throws Exception {
        Path plots = folder.resolve("plots");
        JsonNode result = json(run("data", "plot", "--where", "model=''", "--json", "-o", plots.toString()));

        assertThat(result.path("skipped").fieldNames()).toIterable().containsExactly("causes", "calibration");
        assertThat(plots.resolve("calibration.png")).doesNotExist();
        assertThat(plots.resolve("success-by-arm.png")).exists();
    }

    @Test
    void replacesAFileOnlyIfTold() throws Exception {
        Path file = folder.resolve("arms.png");
        String[] plot = {"data", "plot", "arm", "-o", file.toString()};
        Files.writeString(file, "mine");

        assertThat(run(plot)).isEqualTo(2);
        assertThat(complained).contains("is there already", "--overwrite");
        assertThat(file).hasContent("mine");
        assertThat(run("data", "plot", "arm", "-o", file.toString(), "--overwrite"))
                .isZero();
        assertThat(ImageIO.read(file.toFile())).isNotNull();
        assertThat(run("data", "plot", "arm", "-o", file.resolve("below/x.png").toString()))
                .isEqualTo(5);
        assertThat(complained).contains("Cannot make the folder");
    }

    @Test
    void saysWhatToInstallWhereJavaHasNoFonts() throws Exception {
        Path none = folder.resolve("fonts.conf");
        Files.writeString(none, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        ProcessBuilder start = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-Duser.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "armfarm.cli.Main",
                        "data",
                        "plot",
                        "arm",
                        "-o",
                        folder.resolve("x.png").toString(),
                        "--data",
                        data)
                .redirectErrorStream(true);
        start.environment().putAll(Map.of("FONTCONFIG_FILE", none.toString()));
        Process process = start.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(5);
        assertThat(output).contains("Java cannot write text into pictures", "fonts-dejavu-core");
    }

    private static long colors(BufferedImage picture) {
        return Arrays.stream(picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
                .distinct()
                .count();
    }

    private JsonNode json(int exitCode) throws Exception {
        assertThat(exitCode).as(complained).isZero();
        return new ObjectMapper().readTree(printed);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data));
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            return ArmfarmCommand.execute(all.toArray(new String[0]));
        } finally {
            System.setOut(out);
            System.setErr(err);
            printed = outBytes.toString(StandardCharsets.UTF_8);
            complained = errBytes.toString(StandardCharsets.UTF_8);
        }
    }
}
