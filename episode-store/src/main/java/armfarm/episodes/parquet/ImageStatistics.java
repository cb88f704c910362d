package armfarm.episodes.parquet;

import armfarm.episodes.export.ExportJson;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** How bright the pixels of some images are, by colour channel, from 256 bins; values 0..1. Confined to one thread. */
final class ImageStatistics {
    private static final int CHANNELS = 3;
    private static final int LEVELS = 256;

    private final long[][] counts = new long[CHANNELS][LEVELS];
    private int images;
    private int widthPixels;
    private int heightPixels;

    void add(BufferedImage image) {
        if (images == 0) {
            widthPixels = image.getWidth();
            heightPixels = image.getHeight();
        }
        images++;
        for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            counts[0][(rgb >> 16) & 0xff]++;
            counts[1][(rgb >> 8) & 0xff]++;
            counts[2][rgb & 0xff]++;
        }
    }

    /** Height, width, 3 of the first image. */
    List<Integer> shape() {
        return List.of(heightPixels, widthPixels, CHANNELS);
    }

    /** In LeRobot's shape: a list of 3 by 1 by 1 for each number. */
    Map<String, Object> toJson() {
        Map<String, Object> json = ExportJson.object(
                "min", channels(c -> quantile(counts[c], 0)),
                "max", channels(c -> quantile(counts[c], 1)),
                "mean", channels(c -> mean(counts[c])),
                "std", channels(c -> deviation(counts[c])),
                "count", List.of(images));
        for (Map.Entry<String, Double> quantile : LeRobotStatistics.QUANTILES.entrySet()) {
            json.put(quantile.getKey(), channels(c -> quantile(counts[c], quantile.getValue())));
        }
        return json;
    }

    private static List<List<List<Double>>> channels(IntToDoubleFunction value) {
        return IntStream.range(0, CHANNELS)
                .mapToObj(c -> List.of(List.of(value.applyAsDouble(c))))
                .toList();
    }

    private static double mean(long[] levels) {
        double sum = IntStream.range(0, LEVELS)
                .mapToDouble(i -> (double) i * levels[i])
                .sum();
        return sum / Math.max(1, total(levels)) / (LEVELS - 1);
    }

    private static double deviation(long[] levels) {
        double mean = mean(levels);
        double sum = IntStream.range(0, LEVELS)
                .mapToDouble(i -> levels[i] * Math.pow((double) i / (LEVELS - 1) - mean, 2))
                .sum();
        return Math.sqrt(sum / Math.max(1, total(levels)));
    }

    /** The lowest level that has this share of all pixels at or below it. */
    private static double quantile(long[] levels, double share) {
        double wanted = Math.max(1, share * total(levels));
        long seen = 0;
        for (int i = 0; i < LEVELS; i++) {
            seen += levels[i];
            if (seen >= wanted) {
                return (double) i / (LEVELS - 1);
            }
        }
        return 0;
    }

    private static long total(long[] levels) {
        return Arrays.stream(levels).sum();
    }
}
