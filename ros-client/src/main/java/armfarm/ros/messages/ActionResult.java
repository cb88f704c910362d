package armfarm.ros.messages;

/**
 * What became of a goal: the *ActionResult type of any action.
 *
 * @param status of the goal, whose id it names
 * @param <R> the action's own result
 */
public record ActionResult<R>(Header header, GoalStatus status, R result) {
    static <R> MessageType<ActionResult<R>> type(String action, MessageType<R> result) {
        return MessageType.of(
                action + "ActionResult",
                "Header header\nactionlib_msgs/GoalStatus status\n" + result.simpleName() + " result\n",
                (message, out) -> out.message(Header.TYPE, message.header)
                        .message(GoalStatus.TYPE, message.status)
                        .message(result, message.result),
                in -> new ActionResult<>(in.message(Header.TYPE), in.message(GoalStatus.TYPE), in.message(result)),
                Header.TYPE,
                GoalStatus.TYPE,
                result);
    }
}
