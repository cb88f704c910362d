package armfarm.policy.practice;

import static armfarm.policy.practice.Attempted.GRASP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.ManualClock;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.FakeArmCell;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.policy.RandomPolicy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the arm goes in an attempt, and in which order. */
class GraspSequenceTest {
    private static final List<String> WHOLE = List.of(
            "CAPTURE", "hover", "CAPTURE", "grasp", "CLOSE", "lift", "home", "CAPTURE", "lift", "release", "OPEN",
            "lift", "home", "CAPTURE");

    private final ManualClock clock = new ManualClock();

    @Test
    void liftsWhatItHoldsShowsItAndDropsIt() {
        Attempted attempted = Attempted.with(new FakeArmCell(clock), clock);

        assertThat(attempted.told()).isEqualTo(WHOLE);
        assertThat(attempted.ended().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void everyFrameHasTheDepthOfItsImageWhereThereIsADepthCamera() {
        short[] millimeters = new short[16 * 16];
        Arrays.fill(millimeters, (short) 640);
        DepthImage seen = new DepthImage(16, 16, millimeters);

        Attempted with = Attempted.with(new FakeArmCell(clock).withDepth(seen), clock);
        Attempted without = Attempted.with(new FakeArmCell(clock), clock);

        assertThat(with.frames())
                .hasSize(4)
                .allSatisfy(frame ->
                        assertThat(frame.depth().map(DepthCodec::decode)).contains(seen));
        assertThat(without.frames())
                .hasSize(4)
                .allSatisfy(frame -> assertThat(frame.depth()).isEmpty());
    }

    @Test
    void doesNotLiftWhatItCannotFeel() {
        Attempted attempted = Attempted.with(new FakeArmCell(clock).closesTo(0.0005), clock);

        assertThat(attempted.told())
                .containsExactly("CAPTURE", "hover", "CAPTURE", "grasp", "CLOSE", "OPEN", "lift", "home");
        assertThat(attempted.ended().outcome()).isEqualTo(Outcome.FAILURE);
    }

    @Test
    void makesNoDropTestOfWhatItLostOnTheWayUp() {
        Attempted attempted = Attempted.with(new FakeArmCell(clock).thatSlips(), clock);

        assertThat(attempted.told())
                .containsExactly("CAPTURE", "hover", "CAPTURE", "grasp", "CLOSE", "lift", "home", "OPEN");
        assertThat(attempted.ended().outcome()).isEqualTo(Outcome.FAILURE);
    }

    @Test
    void makesNoDropTestOfWhatItLostOnTheWayHome() {
        Attempted attempted = Attempted.with(new FakeArmCell(clock).thatLosesOnTheWayHome(), clock);

        assertThat(attempted.told())
                .containsExactly("CAPTURE", "hover", "CAPTURE", "grasp", "CLOSE", "lift", "home", "OPEN");
        assertThat(attempted.ended().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({"-0.20, -0.16", "0.02, 0.05", "0.18, 0.21", "0.75, 0.80"})
    void anAttemptSucceedsWhereverTheTableIs(double fromZ, double toZ) {
        WorkspaceLimits workspace = new WorkspaceLimits(0.4, 0.6, -0.1, 0.1, fromZ, toZ, 1.5);
        FakeArmCell cell = new FakeArmCell(clock, workspace);

        Attempted attempted = Attempted.by(new RandomPolicy(), cell, clock, Attempted.RULES);

        assertThat(attempted.told()).isEqualTo(WHOLE);
        assertThat(attempted.ended().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(cell.moves().get(1).zMeters()).isBetween(fromZ, toZ);
    }

    @Test
    void theCellsOwnHeightsAreTaken() {
        FakeArmCell cell = new FakeArmCell(clock).withHeights(new AttemptHeights(0.11, 0.22, 0.08));

        Attempted attempted = Attempted.with(cell, clock);

        assertThat(attempted.told()).isEqualTo(WHOLE);
        List<Double> heights = cell.moves().stream().map(Pose::zMeters).toList();
        assertThat(List.of(heights.get(0), heights.get(2), heights.get(5))).containsExactly(0.11, 0.22, 0.08);
    }

    @Test
    void hoversStraightAboveTheGraspWithItsYaw() {
        FakeArmCell cell = new FakeArmCell(clock);

        Attempted.with(cell, clock);

        Pose hover = cell.moves().get(0);
        assertThat(hover.xMeters()).isCloseTo(GRASP.xMeters(), within(1e-12));
        assertThat(hover.yMeters()).isCloseTo(GRASP.yMeters(), within(1e-12));
        assertThat(hover.yawRadians()).isCloseTo(GRASP.yawRadians(), within(1e-12));
        assertThat(cell.moves().get(1).distanceMeters(GRASP)).isLessThan(1e-12);
    }

    @Test
    void liftsStraightUpFromWhereContactStoppedIt() {
        FakeArmCell cell = new FakeArmCell(clock).blockedBelow(0.041);

        Attempted attempted = Attempted.with(cell, clock);

        Pose reached =
                attempted.frames().get(1).step().orElseThrow().reachedInBase().orElseThrow();
        assertThat(reached.zMeters()).isEqualTo(0.041);
        assertThat(cell.moves().get(2))
                .isEqualTo(Pose.topDown(
                        reached.xMeters(), reached.yMeters(), cell.heights().liftZMeters(), reached.yawRadians()));
    }

    @Test
    void letsGoOverTheMiddleHalfOfTheBin() {
        FakeArmCell cell = new FakeArmCell(clock);

        Attempted.with(cell, clock);

        Pose release = cell.moves().get(5);
        assertThat(release.xMeters()).isCloseTo(0.5 + (GRASP.xMeters() - 0.5) / 2, within(1e-12));
        assertThat(release.yMeters()).isCloseTo(GRASP.yMeters() / 2, within(1e-12));
        assertThat(release.yawRadians()).isCloseTo(GRASP.yawRadians(), within(1e-12));
    }
}
