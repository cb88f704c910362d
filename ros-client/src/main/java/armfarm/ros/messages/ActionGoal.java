package armfarm.ros.messages;

/**
 * A goal on its way to an action server: the *ActionGoal type of any action.
 *
 * @param <G> the action's own goal
 */
public record ActionGoal<G>(Header header, GoalId goalId, G goal) {
    static <G> MessageType<ActionGoal<G>> type(String action, MessageType<G> goal) {
        return MessageType.of(
                action + "ActionGoal",
                "Header header\nactionlib_msgs/GoalID goal_id\n" + goal.simpleName() + " goal\n",
                (message, out) -> out.message(Header.TYPE, message.header)
                        .message(GoalId.TYPE, message.goalId)
                        .message(goal, message.goal),
                in -> new ActionGoal<>(in.message(Header.TYPE), in.message(GoalId.TYPE), in.message(goal)),
                Header.TYPE,
                GoalId.TYPE,
                goal);
    }
}
