package armfarm.cli.bags;

/** A message of a recording that cannot be used; the text is the reason under which it is counted, without details. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
        super(reason);
    }
}
