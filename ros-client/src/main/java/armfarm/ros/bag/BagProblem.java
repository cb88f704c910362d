package armfarm.ros.bag;

/**
 * Something in a bag that could not be read.
 *
 * @param offset byte of the file where the damaged record or chunk begins
 * @param what what was found and expected there, and what is lost
 */
public record BagProblem(long offset, String what) {
    @Override
    public String toString() {
        return "byte " + offset + ": " + what;
    }
}
