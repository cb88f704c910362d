package armfarm.controller.state;

/**
 * An arm as everybody is told of it.
 *
 * @param reason why it is in this state; empty only while it starts, practises or evaluates
 * @param action what to do about it; empty if nothing is to be done
 * @param ageSeconds since when it is in this state
 */
public record ArmState(String name, ArmCondition state, String reason, String action, double ageSeconds) {}
