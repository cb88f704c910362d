package armfarm.ros.messages;

/**
 * How far a goal is: the *ActionFeedback type of any action.
 *
 * @param status of the goal, whose id it names
 * @param <F> the action's own feedback
 */
public record ActionFeedback<F>(Header header, GoalStatus status, F feedback) {
    static <F> MessageType<ActionFeedback<F>> type(String action, MessageType<F> feedback) {
        return MessageType.of(
                action + "ActionFeedback",
                "Header header\nactionlib_msgs/GoalStatus status\n" + feedback.simpleName() + " feedback\n",
                (message, out) -> out.message(Header.TYPE, message.header)
                        .message(GoalStatus.TYPE, message.status)
                        .message(feedback, message.feedback),
                in -> new ActionFeedback<>(in.message(Header.TYPE), in.message(GoalStatus.TYPE), in.message(feedback)),
                Header.TYPE,
                GoalStatus.TYPE,
                feedback);
    }
}
