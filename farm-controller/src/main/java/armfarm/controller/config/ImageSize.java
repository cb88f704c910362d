package armfarm.controller.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Of a simulated camera's images. */
public record ImageSize(int widthPixels, int heightPixels) {
    /** For error texts. */
    public static final String EXPECTED =
            "a whole number from 64 to 640 for both sides, or WIDTHxHEIGHT such as 320x240 with 64 to 640 each";

    private static final int MIN_PIXELS = 64;
    private static final int MAX_PIXELS = 640;
    private static final Pattern TEXT = Pattern.compile("(\\d{2,3})(?:x(\\d{2,3}))?");

    public static ImageSize square(int pixels) {
        return new ImageSize(pixels, pixels);
    }

    /** @return empty if the text is not {@link #EXPECTED} */
    public static Optional<ImageSize> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = matcher.group(2) == null ? width : Integer.parseInt(matcher.group(2));
        return allowed(width) && allowed(height) ? Optional.of(new ImageSize(width, height)) : Optional.empty();
    }

    private static boolean allowed(int pixels) {
        return pixels >= MIN_PIXELS && pixels <= MAX_PIXELS;
    }

    /** As {@link #parse} reads it, for example 320x240. */
    @Override
    public String toString() {
        return widthPixels + "x" + heightPixels;
    }
}
