package armfarm.cli.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import armfarm.cli.plots.CalibrationData.Bin;
import armfarm.cli.plots.JudgedAttempt.Policy;
import armfarm.cli.plots.RowsData.Entry;
import armfarm.cli.plots.RowsData.Row;
import armfarm.cli.plots.TimeData.ModelStart;
import armfarm.messages.FarmException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlotNumbersTest {
    @Test
    void cutsEachPolicyIntoWindowsOfTheSameNumberAndJoinsAShortRest() {
        TimeCollector collector = new TimeCollector();
        for (int i = 0; i < 60; i++) { // 40 random, then 4 of 5 by a model
            boolean model = i >= 40 && i % 5 != 0;
            collector.add(attempt("arm_1", model ? "m0001-ab" : "", i % 4 == 0, "collection"));
            collector.add(attempt("arm_1", "m0001-ab", true, "evaluation"));
        }

        TimeData data = collector.data();

        assertThat(data.attempts()).isEqualTo(60);
        assertThat(data.windowAttempts()).isEqualTo(10);
        assertThat(data.models()).containsExactly(new ModelStart("m0001-ab", 42));
        TimeData.Curve model = data.curves().get(0);
        TimeData.Curve random = data.curves().get(1);
        assertThat(model.policy()).isEqualTo("chosen by a model");
        assertThat(model.points())
                .extracting(point -> point.success().attempts())
                .containsExactly(10L, 6L);
        assertThat(model.all()).isEqualTo(PlottedRate.of(4, 16));
        assertThat(random.points())
                .extracting(
                        TimeData.Point::first,
                        TimeData.Point::last,
                        point -> point.success().attempts())
                .containsExactly(tuple(1, 10, 10L), tuple(11, 20, 10L), tuple(21, 30, 10L), tuple(31, 56, 14L));
        assertThat(random.points().get(0).success()).isEqualTo(PlottedRate.of(3, 10));
    }

    @Test
    void choosesWindowsThatGiveAtMostFortyOfThem() {
        assertThat(IntStream.of(1, 400, 401, 1500, 6000, 800_000).map(TimeCollector::window))
                .containsExactly(10, 10, 25, 50, 250, 25_000);
    }

    @Test
    void drawsWilsonIntervals() {
        PlottedRate rate = PlottedRate.of(8, 10);

        assertThat(rate.rate()).isEqualTo(0.8);
        assertThat(rate.low()).isCloseTo(0.490, within(0.001)); // Wilson 1927
        assertThat(rate.high()).isCloseTo(0.943, within(0.001));
    }

    @Test
    void countsArmsByWhoChoseAndInTheOrderOfTheirNumbers() {
        Collector collector = RowsCollector.byArm();
        collector.add(attempt("arm_10", "", true, "collection"));
        collector.add(attempt("arm_2", "m0001", true, "collection"));
        collector.add(attempt("arm_2", "m0001", false, "collection"));
        collector.add(attempt("arm_2", "", false, "import"));

        RowsData data = (RowsData) collector.data();

        assertThat(data.attempts()).isEqualTo(4);
        assertThat(data.rows())
                .containsExactly(
                        new Row(
                                "arm_2",
                                List.of(
                                        new Entry("choice not recorded", PlottedRate.of(0, 1)),
                                        new Entry("chosen by a model", PlottedRate.of(1, 2)))),
                        new Row("arm_10", List.of(new Entry("random", PlottedRate.of(1, 1)))));
    }

    @Test
    void countsModelsByOccasionAndRandomChoicesFirst() {
        Collector collector = RowsCollector.byModel();
        collector.add(attempt("arm_1", "m0002", true, "collection"));
        collector.add(attempt("arm_1", "m0001", true, "evaluation"));
        collector.add(attempt("arm_1", "", false, "collection"));

        assertThat(((RowsData) collector.data()).rows())
                .containsExactly(
                        new Row("random", List.of(new Entry("practice", PlottedRate.of(0, 1)))),
                        new Row("m0001", List.of(new Entry("evaluation, training objects", PlottedRate.of(1, 1)))),
                        new Row("m0002", List.of(new Entry("practice", PlottedRate.of(1, 1)))));
    }

    @Test
    void dividesFailuresByCauseAmongTheJudgedAttemptsOfAnArm() {
        Collector collector = FailureCollector.byArm();
        collector.add(failed("arm_10", "slipped"));
        collector.add(failed("arm_2", "empty"));
        collector.add(failed("arm_2", ""));
        collector.add(attempt("arm_2", "m0001", true, "evaluation"));

        RowsData data = (RowsData) collector.data();

        assertThat(data.attempts()).isEqualTo(4);
        assertThat(data.rows())
                .containsExactly(
                        new Row(
                                "arm_2",
                                List.of(
                                        new Entry("blocked", PlottedRate.of(0, 3)),
                                        new Entry("cause not known", PlottedRate.of(1, 3)),
                                        new Entry("empty", PlottedRate.of(1, 3)),
                                        new Entry("slipped", PlottedRate.of(0, 3)))),
                        new Row(
                                "arm_10",
                                List.of(
                                        new Entry("blocked", PlottedRate.of(0, 1)),
                                        new Entry("empty", PlottedRate.of(0, 1)),
                                        new Entry("slipped", PlottedRate.of(1, 1)))));
    }

    @Test
    void windowsOfFailuresGrowSoThatThereAreNeverMoreThanTwenty() {
        Collector collector = FailureCollector.overTime();
        for (int i = 0; i < 2_050; i++) {
            collector.add(i < 200 ? failed("arm_1", "blocked") : attempt("arm_1", "m0001", true, "collection"));
        }
        collector.add(attempt("arm_1", "m0001", true, "evaluation"));

        RowsData data = (RowsData) collector.data();

        assertThat(data.attempts()).isEqualTo(2_050);
        assertThat(data.rows()).hasSize(11);
        assertThat(data.rows().get(0).label()).isEqualTo("1 to 200");
        assertThat(data.rows().get(0).rates().get(0)).isEqualTo(new Entry("blocked", PlottedRate.of(200, 200)));
        assertThat(data.rows().get(10).label()).isEqualTo("2,001 to 2,050");
        assertThat(data.rows().get(10).rates().get(0)).isEqualTo(new Entry("blocked", PlottedRate.of(0, 50)));
    }

    @Test
    void countsWhyGraspsFailedByTheCauseThatWasPredicted() {
        Collector collector = new CauseCollector();
        for (int i = 0; i < 5; i++) {
            collector.add(failedAs("slipped", i < 3 ? "slipped" : "empty"));
        }
        collector.add(failedAs("empty", "empty"));
        collector.add(failedAs("empty", ""));
        collector.add(failedAs("", "empty"));
        collector.add(attempt("arm_1", "m0001", true, "collection"));

        RowsData data = (RowsData) collector.data();

        assertThat(data.attempts()).isEqualTo(6);
        assertThat(data.rows())
                .containsExactly(
                        new RowsData.Row(
                                "predicted empty",
                                List.of(
                                        new Entry("was empty", PlottedRate.of(1, 1)),
                                        new Entry("was slipped", PlottedRate.of(0, 1)),
                                        new Entry("was blocked", PlottedRate.of(0, 1)))),
                        new RowsData.Row(
                                "predicted slipped",
                                List.of(
                                        new Entry("was empty", PlottedRate.of(2, 5)),
                                        new Entry("was slipped", PlottedRate.of(3, 5)),
                                        new Entry("was blocked", PlottedRate.of(0, 5)))));
    }

    private static JudgedAttempt failedAs(String predicted, String cause) {
        return new JudgedAttempt(
                "arm_1",
                "m0001",
                Policy.MODEL,
                OptionalDouble.of(0.5),
                "",
                "training",
                "collection",
                false,
                cause,
                predicted);
    }

    private static JudgedAttempt failed(String arm, String cause) {
        return new JudgedAttempt(
                arm, "", Policy.RANDOM, OptionalDouble.empty(), "", "training", "collection", false, cause, "");
    }

    @Test
    void dividesObjectsByTheAttemptsOfTheirSet() {
        Collector collector = new ObjectCollector();
        collector.add(held("mug", "training"));
        collector.add(held("mug", "training"));
        collector.add(held("block", "training"));
        collector.add(held("", "training"));
        collector.add(attempt("arm_1", "", false, "collection"));
        collector.add(held("spoon", "held_out"));

        RowsData data = (RowsData) collector.data();

        assertThat(data.attempts()).isEqualTo(6);
        assertThat(data.rows())
                .containsExactly(
                        new Row("spoon", List.of(new Entry("held-out objects", PlottedRate.of(1, 1)))),
                        new Row("mug", List.of(new Entry("training objects", PlottedRate.of(2, 5)))),
                        new Row("block", List.of(new Entry("training objects", PlottedRate.of(1, 5)))));
    }

    @Test
    void leavesOutRowsThatHaveNoSpaceAndSaysHowMany() {
        Collector collector = new ObjectCollector();
        IntStream.range(0, 70).forEach(i -> collector.add(held("object " + i, "training")));

        RowsData data = (RowsData) collector.data();

        assertThat(data.rows()).hasSize(40);
        assertThat(data.leftOut()).isEqualTo(30);
        assertThat(data.attempts()).isEqualTo(70);
    }

    @Test
    void comparesPredictionsWithOutcomes() {
        Collector collector = new CalibrationCollector();
        collector.add(predicted(0.12, false));
        collector.add(predicted(0.18, true));
        collector.add(predicted(1.0, true));
        collector.add(predicted(0.96, true));
        collector.add(attempt("arm_1", "", true, "collection"));

        CalibrationData data = (CalibrationData) collector.data();

        assertThat(data.attempts()).isEqualTo(4);
        assertThat(data.bins()).extracting(Bin::low).containsExactly(0.1, 0.9);
        assertThat(data.bins().get(0).meanPredicted()).isCloseTo(0.15, within(1e-9));
        assertThat(data.bins().get(0).observed()).isEqualTo(PlottedRate.of(1, 2));
        assertThat(data.expectedCalibrationError()).isCloseTo((2 * (0.5 - 0.15) + 2 * (1 - 0.98)) / 4, within(1e-9));
    }

    @Test
    void takesKindsInAnyOrderOnceAndNamesThemAllForAWrongOne() {
        assertThat(PlotKind.of(List.of())).containsExactly(PlotKind.values());
        assertThat(PlotKind.of(List.of("arm", "all"))).containsExactly(PlotKind.values());
        assertThat(PlotKind.of(List.of("calibration", "arm", "arm")))
                .containsExactly(PlotKind.ARM, PlotKind.CALIBRATION);
        assertThatThrownBy(() -> PlotKind.of(List.of("pie")))
                .isInstanceOf(FarmException.class)
                .hasMessage(
                        "There is no plot 'pie'; expected time, model, object, arm, failures, failures_time, causes,"
                                + " calibration"
                                + " or all");
    }

    private static JudgedAttempt attempt(String arm, String model, boolean success, String purpose) {
        return new JudgedAttempt(
                arm,
                model,
                Policy.of(model, false, purpose),
                OptionalDouble.empty(),
                "",
                "training",
                purpose,
                success,
                "",
                "");
    }

    private static JudgedAttempt held(String object, String set) {
        return new JudgedAttempt(
                "arm_1", "", Policy.RANDOM, OptionalDouble.empty(), object, set, "collection", true, "", "");
    }

    private static JudgedAttempt predicted(double probability, boolean success) {
        return new JudgedAttempt(
                "arm_1",
                "m0001",
                Policy.MODEL,
                OptionalDouble.of(probability),
                "",
                "training",
                "collection",
                success,
                "",
                "");
    }
}
