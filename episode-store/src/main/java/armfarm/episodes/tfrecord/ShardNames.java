package armfarm.episodes.tfrecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of files that say how many of them there are: {@code x.tfrecord-00000-of-00219}. Stateless. */
final class ShardNames {
    private static final Pattern NAME = Pattern.compile("(.*)-([0-9]{1,9})-of-([0-9]{1,9})");
    private static final int NAMED = 5;

    private ShardNames() {}

    /** A sentence for each set of which files are missing. */
    static List<String> missing(List<String> names) {
        Map<String, TreeSet<Integer>> found = new TreeMap<>();
        for (String name : names) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                found.computeIfAbsent(matcher.group(1) + " of " + matcher.group(3), key -> new TreeSet<>())
                        .add(Integer.parseInt(matcher.group(2)));
            }
        }
        List<String> sentences = new ArrayList<>();
        found.forEach((key, numbers) -> {
            String set = key.substring(0, key.lastIndexOf(" of "));
            int expected = Integer.parseInt(key.substring(key.lastIndexOf(' ') + 1));
            if (numbers.size() < expected) {
                sentences.add(set + ": " + numbers.size() + " of " + expected + " files are here; missing are numbers "
                        + firstMissing(numbers, expected) + ". Import them when you have them");
            }
        });
        return sentences;
    }

    private static String firstMissing(Set<Integer> numbers, int expected) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < expected && missing.size() < NAMED; i++) {
            if (!numbers.contains(i)) {
                missing.add(Integer.toString(i));
            }
        }
        return String.join(", ", missing) + (expected - numbers.size() > NAMED ? " and more" : "");
    }
}
