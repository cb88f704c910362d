package armfarm.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SuccessCurveTest {
    @Test
    void makesOnePointOfEachWindowOfAPolicy() {
        SuccessCurve curve = new SuccessCurve(10, 100);

        add(curve, SuccessCurve.RANDOM, 2, 10);
        add(curve, "m0001-aa", 7, 10);
        add(curve, "m0001-aa", 9, 10);

        assertThat(curve.points())
                .extracting(
                        CurvePointView::attempts,
                        CurvePointView::policy,
                        p -> p.success().rate().getAsDouble())
                .containsExactly(tuple(10L, "random", 0.2), tuple(20L, "m0001-aa", 0.7), tuple(30L, "m0001-aa", 0.9));
    }

    @Test
    void keepsApartWhatTwoPoliciesDoInTurn() {
        SuccessCurve curve = new SuccessCurve(5, 100);

        for (int i = 0; i < 10; i++) {
            curve.add(i % 2 == 0 ? "m0001-aa" : SuccessCurve.RANDOM, i % 2 == 0);
        }

        assertThat(curve.points()).extracting(p -> p.success().n()).containsExactly(5L, 5L);
        assertThat(curve.points())
                .extracting(p -> p.success().rate().getAsDouble())
                .containsExactly(1.0, 0.0);
    }

    @Test
    void hidesAWindowUntilItIsHalfFull() {
        SuccessCurve curve = new SuccessCurve(10, 100);
        add(curve, SuccessCurve.RANDOM, 0, 14);
        assertThat(curve.points()).hasSize(1);

        add(curve, SuccessCurve.RANDOM, 0, 1);
        assertThat(curve.points()).hasSize(2);
    }

    @Test
    void showsAFirstWindowEarlyWhenWindowsAreLong() {
        SuccessCurve curve = new SuccessCurve(1000, 100);
        add(curve, SuccessCurve.RANDOM, 4, 19);
        assertThat(curve.points()).isEmpty();

        add(curve, SuccessCurve.RANDOM, 0, 1);
        assertThat(curve.points())
                .singleElement()
                .satisfies(p -> assertThat(p.success().rate()).hasValue(0.2));
    }

    @Test
    void mergesWindowsInALongRunWithoutLosingAnAttempt() {
        SuccessCurve curve = new SuccessCurve(10, 20);
        Map<String, Long> attempts = new TreeMap<>();

        for (int i = 0; i < 8000; i++) {
            String policy = i < 3000 ? "m0001-aa" : "m0002-bb";
            curve.add(policy, i % 4 != 0);
            attempts.merge(policy, 1L, Long::sum);
        }

        List<CurvePointView> points = curve.points();
        assertThat(points)
                .hasSizeBetween(10, 20)
                .isSortedAccordingTo((a, b) -> Long.compare(a.attempts(), b.attempts()));
        Map<String, Long> shown = points.stream()
                .collect(Collectors.groupingBy(
                        CurvePointView::policy,
                        TreeMap::new,
                        Collectors.summingLong(p -> p.success().n())));
        assertThat(shown).isEqualTo(attempts);
        assertThat(points)
                .allSatisfy(p -> assertThat(p.success().rate().getAsDouble()).isBetween(0.7, 0.8));
    }

    @Test
    void keepsManyPoliciesApartEvenAboveTheLimit() {
        SuccessCurve curve = new SuccessCurve(20, 4);

        for (int model = 0; model < 30; model++) {
            add(curve, "m%04d-aa".formatted(model), 10, 20);
        }

        assertThat(curve.points())
                .hasSize(30)
                .allSatisfy(p -> assertThat(p.success().rate()).hasValue(0.5));
    }

    private static void add(SuccessCurve curve, String policy, int successes, int attempts) {
        for (int i = 0; i < attempts; i++) {
            curve.add(policy, i < successes);
        }
    }
}
