package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.policy.FeatureSpec;
import armfarm.policy.network.Batches;
import armfarm.policy.network.FeatureBatch;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final int SIZE = 48;
    private static final int PLANE = SIZE * SIZE;
    private static final float[] COMMAND = {0.5f, 0.1f, 0.2f, 0.6f, -0.8f};

    private final Augmentation augmentation = new Augmentation(Batches.SPEC, 0);

    @Test
    void everyVariantIsTheSameSceneMirroredAndRecoloured() {
        byte[] crop = crop();
        FeatureBatch batch = new FeatureBatch(Batches.SPEC, 200);
        SplittableRandom random = new SplittableRandom(5);
        Set<List<Boolean>> mirrors = new HashSet<>();
        Set<List<Integer>> orders = new HashSet<>();

        for (int i = 0; i < 200; i++) {
            augmentation.put(batch, i, crop, COMMAND, random);
            boolean flipColumns = command(batch, i, 1) < 0;
            boolean flipRows = command(batch, i, 2) < 0;
            mirrors.add(List.of(flipRows, flipColumns));
            orders.add(checkVariant(batch, i, crop, flipRows, flipColumns));
            assertThat(command(batch, i, 0)).isEqualTo(COMMAND[0]);
            assertThat(command(batch, i, 3)).isEqualTo(flipColumns ? -COMMAND[3] : COMMAND[3]);
            assertThat(command(batch, i, 4)).isEqualTo(flipRows ? -COMMAND[4] : COMMAND[4]);
        }

        assertThat(mirrors).hasSize(4);
        assertThat(orders).hasSize(6);
    }

    @Test
    void heightsAreMirroredWithTheColorsAndOnlyLieHigherOrLower() {
        byte[] colors = crop();
        byte[] crop = Arrays.copyOf(colors, 4 * PLANE);
        for (int i = 0; i < PLANE; i++) {
            crop[3 * PLANE + i] = (byte) (i % SIZE + 3 * (i / SIZE));
        }
        FeatureBatch batch = new FeatureBatch(Batches.WITH_HEIGHTS, 50);
        Augmentation both = new Augmentation(Batches.WITH_HEIGHTS, 0);
        SplittableRandom random = new SplittableRandom(5);
        double most = 0;

        for (int i = 0; i < 50; i++) {
            both.put(batch, i, crop, COMMAND, random);
            boolean flipColumns = command(batch, i, 1) < 0;
            boolean flipRows = command(batch, i, 2) < 0;
            int start = 4 * PLANE * i + 3 * PLANE;
            double offset = batch.crops()[start] - height(crop[3 * PLANE + position(0, 0, flipRows, flipColumns)]);
            most = Math.max(most, Math.abs(offset));
            for (int at = 0; at < PLANE; at += 7) {
                int source = position(at / SIZE, at % SIZE, flipRows, flipColumns);
                assertThat(batch.crops()[start + at] - height(crop[3 * PLANE + source]))
                        .isCloseTo(offset, within(1e-5));
            }
        }

        assertThat(most * 0.02).as("metres off").isBetween(0.001, 0.005);
    }

    @Test
    void movesAllPlanesByTheSameFewPixels() {
        byte[] crop = new byte[4 * PLANE];
        for (int plane = 0; plane < 4; plane++) {
            crop[plane * PLANE + 24 * SIZE + 24] = (byte) 200;
        }
        FeatureBatch batch = new FeatureBatch(Batches.WITH_HEIGHTS, 400);
        Augmentation moving = new Augmentation(Batches.WITH_HEIGHTS, 2);
        SplittableRandom random = new SplittableRandom(7);
        Set<List<Integer>> shifts = new HashSet<>();

        for (int i = 0; i < 400; i++) {
            moving.put(batch, i, crop, COMMAND, random);
            int mark = brightest(batch, 4 * i);
            for (int plane = 1; plane < 4; plane++) {
                assertThat(brightest(batch, 4 * i + plane)).isEqualTo(mark);
            }
            int unmoved = position(24, 24, command(batch, i, 2) < 0, command(batch, i, 1) < 0);
            shifts.add(List.of(mark / SIZE - unmoved / SIZE, mark % SIZE - unmoved % SIZE));
        }

        assertThat(shifts)
                .hasSize(25)
                .allSatisfy(shift ->
                        assertThat(shift).allSatisfy(by -> assertThat(by).isBetween(-2, 2)));
    }

    @Test
    void whatIsMovedInRepeatsTheBorder() {
        byte[] crop = new byte[3 * PLANE];
        for (int row = 0; row < 3 * SIZE; row++) {
            crop[row * SIZE] = (byte) 200;
        }
        FeatureBatch batch = new FeatureBatch(Batches.SPEC, 100);
        Augmentation moving = new Augmentation(Batches.SPEC, 2);
        SplittableRandom random = new SplittableRandom(7);
        Set<Integer> widths = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            moving.put(batch, i, crop, COMMAND, random);
            int bright = 0;
            for (int column = 0; column < SIZE; column++) {
                bright += batch.crops()[3 * PLANE * i + column] > 0 ? 1 : 0;
            }
            widths.add(bright);
        }

        assertThat(widths).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    private static int brightest(FeatureBatch batch, int plane) {
        int brightest = plane * PLANE;
        for (int i = 0; i < PLANE; i++) {
            if (batch.crops()[plane * PLANE + i] > batch.crops()[brightest]) {
                brightest = plane * PLANE + i;
            }
        }
        return brightest - plane * PLANE;
    }

    private static double height(byte level) {
        return Batches.WITH_HEIGHTS.height().value(level & 0xff);
    }

    /** Finds which source channel each output channel is, up to gain and offset, at the mirrored pixels. */
    private static List<Integer> checkVariant(
            FeatureBatch batch, int index, byte[] crop, boolean flipRows, boolean flipColumns) {
        float[] out = batch.crops();
        int start = index * 3 * PLANE;
        int source0 = position(0, 0, flipRows, flipColumns);
        int source1 = position(20, 30, flipRows, flipColumns);
        Integer[] order = new Integer[3];
        for (int c = 0; c < 3; c++) {
            for (int from = 0; from < 3; from++) {
                float a = value(crop[from * PLANE + source0]);
                float b = value(crop[from * PLANE + source1]);
                float gain = (out[start + c * PLANE + 20 * SIZE + 30] - out[start + c * PLANE]) / (b - a);
                float offset = out[start + c * PLANE] - gain * a;
                if (gain > 0.849 && gain < 1.151 && Math.abs(offset) < 0.201) {
                    int other = position(40, 7, flipRows, flipColumns);
                    assertThat(out[start + c * PLANE + 40 * SIZE + 7])
                            .isCloseTo(gain * value(crop[from * PLANE + other]) + offset, within(1e-3f));
                    order[c] = from;
                }
            }
        }
        return List.of(order);
    }

    private static int position(int row, int column, boolean flipRows, boolean flipColumns) {
        return (flipRows ? SIZE - 1 - row : row) * SIZE + (flipColumns ? SIZE - 1 - column : column);
    }

    private static float value(byte pixel) {
        return ((pixel & 0xff) - 110) / 60f;
    }

    private static float command(FeatureBatch batch, int index, int component) {
        return batch.commands()[index * FeatureSpec.COMMAND_SIZE + component];
    }

    /** Ramps of another slope and sign in each channel. */
    private static byte[] crop() {
        byte[] crop = new byte[3 * PLANE];
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                crop[row * SIZE + column] = (byte) (40 + row + column);
                crop[PLANE + row * SIZE + column] = (byte) (250 - 2 * row - column);
                crop[2 * PLANE + row * SIZE + column] = (byte) (10 + 3 * column + row / 2);
            }
        }
        return crop;
    }
}
