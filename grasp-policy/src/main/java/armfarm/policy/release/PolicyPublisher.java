package armfarm.policy.release;

/** Takes a checked model to where the arms find it. */
@FunctionalInterface
public interface PolicyPublisher {
    void publish(ServedModel model);
}
