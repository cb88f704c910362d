package armfarm.messages;

/** Who says how the attempt ended. */
public enum LabelSource {
    /** Gripper opening after closing. Levine et al. 2016, sec. IV-A. */
    GRIPPER,
    /** Image difference before and after opening the lifted gripper. Levine et al. 2016, appendix B. */
    DROP_TEST,
    /** The simulator's own knowledge; stored beside the sensors' label, never instead of it. */
    SIMULATOR,
    HUMAN,
    /** What a recording says about the attempt it holds. */
    RECORDING
}
