package armfarm.messages;

/**
 * What was numbered but never came, by where it was missed. Immutable.
 *
 * @param images between the camera's node and the cell, by the sequence numbers of the ROS headers during the attempt
 * @param events between the arm and the store, by the sequence numbers of the attempt's events; not 0 only for an attempt
 *     that was aborted for it
 */
public record SequenceGaps(int images, int events) {
    public static final SequenceGaps NONE = new SequenceGaps(0, 0);

    public SequenceGaps {
        if (images < 0 || events < 0) {
            throw new IllegalArgumentException("gaps of " + images + " images and " + events + " events");
        }
    }
}
