package armfarm.cli.bags;

import armfarm.messages.hash.Hash;
import java.util.LinkedHashMap;
import java.util.Map;

/** Images by their hash until their frames have come; the oldest give way when there are too many. One thread. */
final class WaitingImages {
    private static final long MAX_BYTES = 256 << 20;

    private final Map<String, Waiting> byHash = new LinkedHashMap<>();
    private long bytes;

    /** The same image may be that of several frames. */
    private static final class Waiting {
        private final byte[] image;
        private int count;

        Waiting(byte[] image) {
            this.image = image;
        }
    }

    /** @return how many other images were given up for it */
    int add(byte[] image) {
        Waiting waiting = byHash.computeIfAbsent(Hash.SHA_256.hex(image), hash -> new Waiting(image));
        waiting.count++;
        bytes += image.length;
        int dropped = 0;
        while (bytes > MAX_BYTES && byHash.size() > 1) {
            Waiting oldest = byHash.remove(byHash.keySet().iterator().next());
            bytes -= (long) oldest.count * oldest.image.length;
            dropped += oldest.count;
        }
        return dropped;
    }

    boolean has(String hash) {
        return byHash.containsKey(hash);
    }

    byte[] get(String hash) {
        return byHash.get(hash).image;
    }

    /** A frame has its image. */
    void release(String hash) {
        Waiting waiting = byHash.get(hash);
        if (waiting != null) {
            waiting.count--;
            bytes -= waiting.image.length;
            if (waiting.count == 0) {
                byHash.remove(hash);
            }
        }
    }

    int count() {
        return byHash.values().stream().mapToInt(waiting -> waiting.count).sum();
    }
}
