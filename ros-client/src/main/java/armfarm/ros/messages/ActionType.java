package armfarm.ros.messages;

/**
 * An action: the types of its goals, results and feedback as they go over its topics. Immutable.
 *
 * @param name package and action, for example control_msgs/GripperCommand
 * @param action the type that names the whole action
 */
public record ActionType<G, R, F>(
        String name,
        MessageType<ActionGoal<G>> goal,
        MessageType<ActionResult<R>> result,
        MessageType<ActionFeedback<F>> feedback,
        MessageType<ActionMessage<G, R, F>> action) {
    /** Wraps the action's own types, which are named like the action with Goal, Result and Feedback behind. */
    public static <G, R, F> ActionType<G, R, F> of(
            String name, MessageType<G> goal, MessageType<R> result, MessageType<F> feedback) {
        MessageType<ActionGoal<G>> actionGoal = ActionGoal.type(name, goal);
        MessageType<ActionResult<R>> actionResult = ActionResult.type(name, result);
        MessageType<ActionFeedback<F>> actionFeedback = ActionFeedback.type(name, feedback);
        return new ActionType<>(
                name,
                actionGoal,
                actionResult,
                actionFeedback,
                ActionMessage.type(name, actionGoal, actionResult, actionFeedback));
    }
}
