package armfarm.ros.messages;

/** The *Action type of any action. No topic carries it; it exists so that one type names the whole action. */
public record ActionMessage<G, R, F>(
        ActionGoal<G> actionGoal, ActionResult<R> actionResult, ActionFeedback<F> actionFeedback) {
    static <G, R, F> MessageType<ActionMessage<G, R, F>> type(
            String action,
            MessageType<ActionGoal<G>> goal,
            MessageType<ActionResult<R>> result,
            MessageType<ActionFeedback<F>> feedback) {
        return MessageType.of(
                action + "Action",
                goal.simpleName() + " action_goal\n" + result.simpleName() + " action_result\n" + feedback.simpleName()
                        + " action_feedback\n",
                (message, out) -> out.message(goal, message.actionGoal)
                        .message(result, message.actionResult)
                        .message(feedback, message.actionFeedback),
                in -> new ActionMessage<>(in.message(goal), in.message(result), in.message(feedback)),
                goal,
                result,
                feedback);
    }
}
