package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.CameraInfo;
import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.RegionOfInterest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CameraCalibrationTest {
    private static final List<Double> K = List.of(500.0, 0.0, 319.5, 0.0, 501.0, 239.5, 0.0, 0.0, 1.0);
    private static final List<Double> P = List.of(450.0, 0.0, 315.5, 0.0, 0.0, 452.0, 235.5, 0.0, 0.0, 0.0, 1.0, 0.0);
    private static final List<Double> D = List.of(-0.3, 0.1, 0.0, 0.0, 0.0);

    @Test
    void binnedImagesAreThoseOfASmallerCamera() {
        CameraInfo camera = raw(message(K, P, D, 2, RegionOfInterest.ALL)).camera();

        assertThat(camera).isEqualTo(new CameraInfo(320, 240, 250, 250.5, 160, 120, Pose.IDENTITY));
    }

    @Test
    void imagesOfARegionAreCropped() {
        CameraInfo camera = raw(message(K, P, D, 1, new RegionOfInterest(100, 40, 200, 300, false)))
                .camera();

        assertThat(camera).isEqualTo(new CameraInfo(300, 200, 500, 501, 220, 200, Pose.IDENTITY));
    }

    @Test
    void aBinnedRegionIsCroppedAndThenScaled() {
        CameraInfoMessage message = message(K, P, D, 2, new RegionOfInterest(100, 40, 200, 300, false));

        assertThat(raw(message).camera()).isEqualTo(new CameraInfo(150, 100, 250, 250.5, 110, 100, Pose.IDENTITY));
        assertThat(CameraCalibration.of(message, true, Pose.IDENTITY).camera())
                .isEqualTo(new CameraInfo(150, 100, 225, 226, 108, 98, Pose.IDENTITY));
    }

    @Test
    void straightenedImagesNeedPAndRawOnesKAndD() {
        List<Double> zeros = Collections.nCopies(9, 0.0);
        List<Double> noP = Collections.nCopies(12, 0.0);

        assertThat(raw(message(K, noP, D, 0, RegionOfInterest.ALL)).camera().fxPixels())
                .isEqualTo(500);
        assertThat(CameraCalibration.of(message(zeros, P, D, 0, RegionOfInterest.ALL), true, Pose.IDENTITY)
                        .camera()
                        .fxPixels())
                .isEqualTo(450);
        assertThatThrownBy(() -> raw(message(zeros, P, D, 0, RegionOfInterest.ALL)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("the focal lengths in K are 0.0 and 0.0 pixels: the camera is not calibrated");
        assertThatThrownBy(() -> CameraCalibration.of(message(K, noP, D, 0, RegionOfInterest.ALL), true, Pose.IDENTITY))
                .hasMessageContaining("the focal lengths in P are 0.0");
    }

    @Test
    void aRegionOutsideOfTheSensorIsRefused() {
        assertThatThrownBy(() -> raw(message(K, P, D, 1, new RegionOfInterest(600, 0, 480, 640, false))))
                .hasMessageContaining("640 x 480 pixels with the region");
    }

    @Provide
    Arbitrary<List<Double>> matrices() {
        Arbitrary<Double> number = Arbitraries.oneOf(
                Arbitraries.doubles().between(-1000, 1000),
                Arbitraries.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE));
        return number.list().ofSize(9);
    }

    @Property(seed = "2016", tries = 1000)
    void whatIsReadIsFiniteAndOfAPositiveSizeOrRefused(
            @ForAll("matrices") List<Double> k,
            @ForAll("matrices") List<Double> d,
            @ForAll @IntRange(max = 4) int bin,
            @ForAll @IntRange(max = 700) int offset,
            @ForAll @IntRange(max = 700) int size) {
        CameraInfo camera;
        try {
            camera = raw(message(k, P, d, bin, new RegionOfInterest(offset, 0, size, size, false)))
                    .camera();
        } catch (DriverException e) {
            assertThat(e.getMessage()).contains("Camera info cannot be used: ");
            return;
        }
        assertThat(camera.fxPixels() + camera.fyPixels() + camera.cxPixels() + camera.cyPixels())
                .isFinite();
        assertThat(camera.fxPixels()).isPositive();
        assertThat(camera.widthPixels()).isPositive();
        assertThat(camera.heightPixels()).isPositive();
        assertThat(d).allMatch(Double::isFinite);
    }

    private static CameraCalibration raw(CameraInfoMessage message) {
        return CameraCalibration.of(message, false, Pose.IDENTITY);
    }

    private static CameraInfoMessage message(
            List<Double> k, List<Double> p, List<Double> d, int bin, RegionOfInterest roi) {
        return new CameraInfoMessage(
                Header.at(Instant.EPOCH, ""),
                480,
                640,
                "plumb_bob",
                d,
                k,
                List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
                p,
                bin,
                bin,
                roi);
    }
}
