package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.DepthImage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DepthFramesTest {
    private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");

    @Test
    void findsTheDepthOfTheImagesOwnStamp() {
        DepthFrames frames = at(0).plus(frame(4)).plus(frame(8));

        assertThat(frames.at(START.plusMillis(4))).contains(depth(4));
        assertThat(frames.at(START.plusMillis(8))).contains(depth(8));
    }

    @Test
    void takesTheNearestOfACameraThatDoesNotStampAlike() {
        DepthFrames frames = at(0).plus(frame(33)).plus(frame(66));

        assertThat(frames.at(START.plusMillis(30))).contains(depth(33));
        assertThat(frames.at(START.plusMillis(40))).contains(depth(33));
    }

    @Test
    void waitsWhileANearerOneMayBeOnItsWay() {
        assertThat(at(0).at(START.plusMillis(4))).isEmpty();
    }

    @Test
    void refusesOneOfAnotherMoment() {
        assertThat(at(0).plus(frame(100)).at(START.plusMillis(50))).isEmpty();
    }

    @Test
    void keepsTheLastTen() {
        DepthFrames frames = DepthFrames.NONE;
        for (int i = 0; i < 25; i++) {
            frames = frames.plus(frame(100 * i));
        }

        assertThat(frames.frames()).hasSize(10);
        assertThat(frames.at(START.plusMillis(2400))).contains(depth(2400));
        assertThat(frames.at(START.plusMillis(1400))).isEmpty();
    }

    private static DepthFrames at(int milliseconds) {
        return DepthFrames.NONE.plus(frame(milliseconds));
    }

    private static DepthFrames.Frame frame(int milliseconds) {
        return new DepthFrames.Frame(START.plusMillis(milliseconds), depth(milliseconds));
    }

    private static DepthImage depth(int millimeters) {
        return new DepthImage(1, 1, new short[] {(short) millimeters});
    }
}
