package armfarm.episodes.shard;

/** Writes one flat JSON object (RFC 8259), ASCII only; values that are objects or lists come in as written JSON. */
final class JsonObject {
    private static final int USUAL_LENGTH = 512;

    private final StringBuilder out = new StringBuilder(USUAL_LENGTH).append('{');

    JsonObject text(String key, String value) {
        quote(value, key(key));
        return this;
    }

    JsonObject number(String key, long value) {
        key(key).append(value);
        return this;
    }

    /** JSON has no word for a value that is not finite: null stands for it. */
    JsonObject number(String key, double value) {
        number(value, key(key));
        return this;
    }

    JsonObject numbers(String key, double... values) {
        key(key).append('[');
        for (int i = 0; i < values.length; i++) {
            number(values[i], i == 0 ? out : out.append(','));
        }
        out.append(']');
        return this;
    }

    JsonObject raw(String key, String json) {
        key(key).append(json);
        return this;
    }

    private StringBuilder key(String key) {
        if (out.length() > 1) {
            out.append(',');
        }
        quote(key, out);
        return out.append(':');
    }

    private static void number(double value, StringBuilder out) {
        if (Double.isFinite(value)) {
            out.append(value);
        } else {
            out.append("null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** The whole object. */
    @Override
    public String toString() {
        return out + "}";
    }
}
