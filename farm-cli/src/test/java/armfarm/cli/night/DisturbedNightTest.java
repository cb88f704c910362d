package armfarm.cli.night;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ingest.night.NightEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DisturbedNightTest {
    private static final int ARMS = 3;
    private static final int EVENTS = 600;

    @Test
    void everyKindOfFaultIsPlannedAndTheSameForTheSameSeed() {
        List<FaultPlan.Fault> plan = FaultPlan.of(7, EVENTS);

        assertThat(plan).extracting(FaultPlan.Fault::kind).containsExactlyInAnyOrder(FaultKind.values());
        assertThat(plan).allSatisfy(fault -> assertThat(fault.event()).isBetween(60L, 510L));
        assertThat(FaultPlan.of(7, EVENTS)).isEqualTo(plan);
        assertThat(FaultPlan.of(8, EVENTS)).isNotEqualTo(plan);
        assertThat(FaultPlan.of(7, 100_000)).hasSize(6 * FaultKind.values().length);
    }

    @Test
    void withoutFaultsTheNightIsAsItWas() {
        List<NightEvent> night = night();

        List<NightStep> steps = steps(disturbed(night, List.of(), 1));

        assertThat(steps).extracting(step -> step.record().orElseThrow()).isEqualTo(night);
        assertThat(steps).extracting(NightStep::dueMillis).isSorted();
    }

    @Test
    void nothingIsMissingAndAnArmsOrderStaysWhateverHappens() {
        for (int seed = 0; seed < 200; seed++) {
            List<NightEvent> night = night();
            DisturbedNight disturbed = disturbed(night, FaultPlan.of(seed, EVENTS), seed);

            List<NightStep> steps = steps(disturbed);

            for (int arm = 0; arm < ARMS; arm++) {
                int partition = arm;
                assertThat(firstTimes(steps, partition))
                        .as("arm %d, seed %d", arm, seed)
                        .isEqualTo(night.stream()
                                .filter(event -> event.partition() == partition)
                                .toList());
            }
            assertThat(steps).extracting(NightStep::dueMillis).isSorted();
            Map<FaultKind, Long> happened = new EnumMap<>(disturbed.done());
            steps.forEach(step -> step.fault().ifPresent(kind -> happened.merge(kind, 1L, Long::sum)));
            assertThat(happened.keySet()).as("seed %d", seed).containsExactlyInAnyOrder(FaultKind.values());
            assertThat(disturbed.strangers()).hasSize(1);
        }
    }

    @Test
    void onlyWhatWasNotRefusedComesAgain() {
        List<NightEvent> night = night();
        DisturbedNight disturbed = new DisturbedNight(
                night.iterator(), FaultPlan.of(3, EVENTS), event -> event.offset() % 2 == 0, new Random(3));

        List<NightEvent> records = steps(disturbed).stream()
                .flatMap(step -> step.record().stream())
                .toList();

        List<NightEvent> again = new ArrayList<>(records);
        Set<NightEvent> seen = new HashSet<>();
        again.removeIf(seen::add);
        assertThat(again)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.offset() % 2).isZero());
    }

    @Test
    void anArmIsLateAndThenComesAllAtOnce() {
        List<NightEvent> night = night();
        FaultPlan.Fault late = new FaultPlan.Fault(300, FaultKind.ARM_LATE);

        List<NightEvent> records = steps(disturbed(night, List.of(late), 5)).stream()
                .map(step -> step.record().orElseThrow())
                .toList();

        NightEvent held = night.get(300);
        assertThat(records.indexOf(held)).isGreaterThan(310);
        int burst = records.indexOf(held);
        assertThat(records.subList(burst, burst + 5))
                .extracting(NightEvent::partition)
                .containsOnly(held.partition());
    }

    private static DisturbedNight disturbed(List<NightEvent> night, List<FaultPlan.Fault> plan, long seed) {
        return new DisturbedNight(night.iterator(), plan, event -> true, new Random(seed));
    }

    private static List<NightStep> steps(DisturbedNight disturbed) {
        List<NightStep> steps = new ArrayList<>();
        disturbed.forEachRemaining(steps::add);
        return steps;
    }

    /** What an arm sent, without what came again and what was never recorded. */
    private static List<NightEvent> firstTimes(List<NightStep> steps, int partition) {
        Set<NightEvent> seen = new HashSet<>();
        return steps.stream()
                .flatMap(step -> step.record().stream())
                .filter(event -> event.partition() == partition && event.offset() >= 0 && seen.add(event))
                .toList();
    }

    private static List<NightEvent> night() {
        List<NightEvent> night = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            night.add(new NightEvent(i % ARMS, i / ARMS, 1_000L + 10L * i, new byte[] {1}, new byte[] {(byte) i}));
        }
        return night;
    }
}
