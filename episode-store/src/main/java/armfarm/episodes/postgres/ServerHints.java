package armfarm.episodes.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What to do about a server that did not start, by its own last words: only what they say is named as the cause. Stateless. */
final class ServerHints {
    /** The first that fits; a full disk before the others, for it makes others. */
    private static final List<Map.Entry<String, String>> BY_WORDS = List.of(
            Map.entry("no space left on device", "The disk is full: free some space and start again."),
            Map.entry("disk quota exceeded", "The disk quota is used up: free some space and start again."),
            Map.entry(
                    "read-only file system",
                    "The file system is mounted read-only: mount it for writing, or choose" + " another data folder."),
            Map.entry("has invalid permissions", "Only its owner may read the database's folder: chmod 700 it."),
            Map.entry(
                    "has wrong ownership", "The database's folder is another user's: start as that user, or chown it."),
            Map.entry(
                    "permission denied",
                    "The folder or a file in it is another user's: start as the user who made it, or" + " chown it."),
            Map.entry(
                    "unshare",
                    "As root, PostgreSQL needs user namespaces (unshare -U): if this machine forbids them, run as"
                            + " a normal user or configure an external database."),
            Map.entry(
                    "cannot be run as root",
                    "PostgreSQL does not run as root: run as a normal user or configure an external" + " database."),
            Map.entry(
                    "could not create shared memory",
                    "The machine has too little shared memory left: end other programs, or"
                            + " give the container more (--shm-size)."),
            Map.entry("cannot allocate memory", "The machine has too little memory left: end other programs."),
            Map.entry("address already in use", "Another program took the port: start again."),
            Map.entry(
                    "could not locate a valid checkpoint record", "The database is damaged: restore it from a backup."),
            Map.entry("incorrect checksum in control file", "The database is damaged: restore it from a backup."));

    private ServerHints() {}

    static Optional<String> of(String lastWords) {
        String words = lastWords.toLowerCase(Locale.ROOT);
        return BY_WORDS.stream()
                .filter(hint -> words.contains(hint.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
