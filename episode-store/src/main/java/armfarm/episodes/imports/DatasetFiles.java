package armfarm.episodes.imports;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The files of a data set in a folder, as people's machines leave them there: links are followed, so that the data may be on
 * another disk, and what file managers and downloads put beside the data is left alone. Stateless.
 */
public final class DatasetFiles {
    /** A folder in the archives that a Mac makes. */
    private static final String MAC_FOLDER = "__MACOSX";

    /** Of files that are not finished, or are about the one beside them. */
    private static final Set<String> OTHERS = Set.of(
            "partial", "part", "tmp", "temp", "lock", "crdownload", "download", "md5", "sha256", "json", "index");

    private DatasetFiles() {}

    /**
     * All files below a folder whose name fits, sorted; a link that leads back to a folder above it is left out.
     *
     * @param depth 1 for the folder's own files
     * @throws FarmException (RESOURCE) if the folder cannot be listed
     */
    public static List<Path> in(Path folder, int depth, Predicate<String> fits) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
                    return at.equals(folder) || isData(name(at))
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) {
                    if (!attributes.isDirectory() && isData(name(at)) && fits.test(name(at))) {
                        files.add(at);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path at, IOException e) throws IOException {
                    if (e instanceof FileSystemLoopException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Cannot list folder " + folder + ": " + e + "; check its permissions", e);
        }
        files.sort(null);
        return files;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static boolean isData(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && !name.endsWith("~") && !name.equals(MAC_FOLDER) && !OTHERS.contains(ending);
    }
}
