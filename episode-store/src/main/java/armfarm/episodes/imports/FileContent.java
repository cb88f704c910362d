package armfarm.episodes.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a file is that is not what its name promises, by its first bytes. Stateless. */
public final class FileContent {
    private static final int HEAD_BYTES = 512;
    private static final String LFS = "version https://git-lfs.github.com/spec/";

    private FileContent() {}

    /** What it is and what to do about it; empty if it is nothing that is known here, or cannot be read. */
    public static Optional<String> inPlaceOfData(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return inPlaceOfData(in.readNBytes(HEAD_BYTES));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> inPlaceOfData(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
        String lower = text.toLowerCase(Locale.ROOT);
        if (head.length == 0) {
            return Optional.of("it is empty; get it again");
        } else if (text.startsWith(LFS)) {
            return Optional.of("it is a pointer of Git LFS, not the file itself; get the files with 'git lfs pull'");
        } else if (lower.startsWith("<!doctype html") || lower.startsWith("<html") || lower.startsWith("<?xml")) {
            return Optional.of("it is a web page, most likely the error of a download; get the file again, signed in"
                    + " where the data set asks for it");
        } else if (begins(head, 0x1f, 0x8b)) {
            return Optional.of("it is packed with gzip; unpack it with gunzip");
        } else if (begins(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            return Optional.of("it is packed with zstd; unpack it with 'unzstd'");
        } else if (begins(head, 'P', 'K', 3, 4)) {
            return Optional.of("it is a ZIP archive; unpack it with 'unzip'");
        } else if (begins(head, 0xfd, '7', 'z', 'X', 'Z')) {
            return Optional.of("it is packed with xz; unpack it with 'unxz'");
        } else if (text.startsWith("#ROSBAG")) {
            return Optional.of("it is a ROS bag; bring it in with 'armfarm bag import'");
        } else if (isZero(head)) {
            return Optional.of("it begins with zeros only, as a download that never finished; get it again");
        }
        return Optional.empty();
    }

    private static boolean begins(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] head) {
        for (byte value : head) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
