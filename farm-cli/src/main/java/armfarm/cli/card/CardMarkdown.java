package armfarm.cli.card;

import armfarm.cli.card.ModelCard.Configuration;
import armfarm.cli.card.ModelCard.Data;
import armfarm.cli.card.ModelCard.Decided;
import armfarm.cli.card.ModelCard.Failures;
import armfarm.cli.card.ModelCard.HeldBack;
import armfarm.cli.card.ModelCard.Identity;
import armfarm.cli.card.ModelCard.Source;
import armfarm.cli.plots.CalibrationData;
import armfarm.policy.PolicyJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A card as a page for people. */
public final class CardMarkdown {
    private final StringBuilder page = new StringBuilder();

    private CardMarkdown() {}

    /** @param plot file name of the calibration plot beside the page; empty if there is none */
    public static String of(ModelCard card, Optional<String> plot) {
        CardMarkdown markdown = new CardMarkdown();
        markdown.identity(card.model(), card.configuration().seed().isPresent());
        markdown.data(card.data());
        markdown.heldBack(card.heldBack(), plot);
        markdown.decided(card);
        markdown.configuration(card);
        return markdown.page.toString();
    }

    private void identity(Identity model, boolean recorded) {
        line("# Model %s", model.version());
        line("");
        line(
                "Predicts from an image of the bin how likely grasps are to succeed. Made by Armfarm for the arms and cameras of");
        line("its own farm: nothing is known of how it does elsewhere.");
        line("");
        row("", "");
        line("| --- | --- |");
        row("state", model.state() + ": " + model.reason());
        row("made", model.createdAt() + ", round " + model.round());
        row("by", "Armfarm " + model.codeVersion() + ", " + model.engine());
        row("weights", number(model.parameters()) + " numbers, sha256 " + model.weightsSha256());
        row(
                "began",
                recorded || model.wentOnFrom().isPresent()
                        ? began(model)
                        : "not recorded yet, whether anew or from which model");
        row("file", model.file());
        line("");
    }

    private static String began(Identity model) {
        String anew = model.beganAnewAt() == 0 ? "" : " at " + number(model.beganAnewAt()) + " attempts";
        return model.wentOnFrom()
                .map(from -> "went on from " + from + ", whose weights began anew" + anew)
                .orElse("anew" + anew);
    }

    private void data(Data data) {
        line("## Data");
        line("");
        line(
                "%s attempts, %s of them successes, from %s to %s; training set %s, frozen %s, sha256 %s.",
                number(data.attempts()),
                number(data.successes()),
                data.firstAt().orElse("?"),
                data.lastAt().orElse("?"),
                data.trainingSet(),
                data.frozenAt(),
                data.sha256());
        line(
                "%s were learned from; %s (about %d %%, chosen by their ids) were held back. %s were chosen by models, %s at random.",
                number(data.learnedFrom()),
                number(data.heldBack()),
                data.heldBackPercent(),
                number(data.chosenByModels()),
                number(data.chosenAtRandom()));
        line("The label is %s.", data.label());
        line("");
        line("| Source | Attempts | Successes |");
        line("| --- | --- | --- |");
        for (Source source : data.sources()) {
            line("| %s | %s | %s |", source.source(), number(source.attempts()), number(source.successes()));
        }
        line("");
    }

    private void heldBack(HeldBack held, Optional<String> plot) {
        line("## On attempts held back");
        line("");
        line("What the model says of grasps that it did not learn from, whoever chose them. Intervals at 95 %%.");
        line("");
        measuredHead("Attempts");
        measured("all", held.all());
        for (Measured.Slice slice : held.slices()) {
            measured(slice.by() + " " + slice.value(), slice.measured());
        }
        line("");
        line(
                "How it rates those that failed (no grasp's object is known unless it was held, so there are no numbers by kind of");
        line("object here; `armfarm eval` has them):");
        line("");
        line("| Failure cause | Attempts | Predicted success | AUC against the successes |");
        line("| --- | --- | --- | --- |");
        for (Failures failures : held.failures()) {
            line(
                    "| %s | %d | %s | %s |",
                    failures.cause(), failures.n(), decimal(failures.predicted()), decimal(failures.auc()));
        }
        line("");
        line("### Calibration");
        line("");
        plot.ifPresent(file -> line("![Predicted probability against observed success](%s)%n", file));
        calibration(held.calibration());
    }

    private void calibration(CalibrationData data) {
        line("Expected calibration error %.3f.", data.expectedCalibrationError());
        line("");
        line("| Predicted | Mean predicted | Achieved | Attempts |");
        line("| --- | --- | --- | --- |");
        for (CalibrationData.Bin bin : data.bins()) {
            line(
                    "| %.1f to %.1f | %.3f | %.3f (%.3f to %.3f) | %d |",
                    bin.low(),
                    bin.high(),
                    bin.meanPredicted(),
                    bin.observed().rate(),
                    bin.observed().low(),
                    bin.observed().high(),
                    bin.observed().attempts());
        }
        line("");
    }

    private void decided(ModelCard card) {
        line("## On attempts that it decided");
        line("");
        if (card.decided().isEmpty()) {
            line("None is stored yet.");
            line("");
            return;
        }
        line(
                "Random ones are left out. It chose what it rated best, so what is predicted is more often too high than too low.");
        line("");
        measuredHead("Purpose, objects");
        for (Decided decided : card.decided()) {
            measured(decided.purpose() + ", " + decided.objectSet(), decided.measured());
        }
        line("");
    }

    private void measuredHead(String first) {
        line("| %s | n | Achieved | Predicted | Predicted minus achieved | AUC | Log loss |", first);
        line("| --- | --- | --- | --- | --- | --- | --- |");
    }

    private void measured(String name, Measured m) {
        line(
                "| %s | %d | %s (%.3f to %.3f) | %s | %s (%s to %s) | %s (%s to %s) | %s |",
                name,
                m.n(),
                decimal(m.achieved()),
                m.achievedLow(),
                m.achievedHigh(),
                decimal(m.predicted()),
                signed(m.predictedMinusAchieved()),
                signed(m.differenceLow()),
                signed(m.differenceHigh()),
                decimal(m.auc()),
                decimal(m.aucLow()),
                decimal(m.aucHigh()),
                decimal(m.logLoss()));
    }

    private void configuration(ModelCard card) {
        Configuration configuration = card.configuration();
        line("## Configuration");
        line("");
        line(
                "Seed: %s. With it, the settings below, the training set above and the same code the training can be made again:",
                configuration.seed().orElse("not recorded"));
        line("`armfarm model repeat %s`.", card.model().version());
        line("");
        configuration.network().ifPresent(network -> line("Network: %s%n", network));
        block("Input", Optional.of(configuration.features()));
        block("Training", configuration.training());
        block("Practice: search, exploration, scenes", configuration.practice());
        block("How the training went", Optional.of(configuration.result()));
    }

    private void block(String title, Optional<JsonNode> json) {
        json.ifPresent(node -> {
            line("%s:", title);
            line("");
            line("```json");
            page.append(new String(PolicyJson.lines(node), StandardCharsets.UTF_8))
                    .append('\n');
            line("```");
            line("");
        });
    }

    private void row(String name, String value) {
        line("| %s | %s |", name, value);
    }

    private void line(String format, Object... values) {
        page.append(values.length == 0 ? format.replace("%%", "%") : String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimal(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
    }

    private static String signed(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%+.3f", value.getAsDouble()) : "-";
    }
}
