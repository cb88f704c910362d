package armfarm.episodes.shard;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the index knows of a shard.
 *
 * @param number from 1; the file name is made of it
 * @param committedLength bytes that belong to stored attempts; anything after is cut off
 * @param sha256 of the whole file once it is sealed and will never change; empty before
 */
public record ShardState(int number, long committedLength, Optional<String> sha256) {
    private static final Pattern FILE_NAME = Pattern.compile("shard-(\\d{6})\\.tar");

    public String fileName() {
        return fileName(number);
    }

    public boolean isSealed() {
        return sha256.isPresent();
    }

    /** Number in the name of a shard file; 0 if it is another file's name. */
    public static int numberOf(String fileName) {
        Matcher matcher = FILE_NAME.matcher(fileName);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Of the shard with the number. */
    public static String fileName(int number) {
        return String.format("shard-%06d.tar", number);
    }
}
