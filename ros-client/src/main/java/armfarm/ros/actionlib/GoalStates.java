package armfarm.ros.actionlib;

import armfarm.ros.messages.GoalStatus;
import java.util.List;
import java.util.Set;

/** Words for and rules about the states of actionlib_msgs/GoalStatus. */
final class GoalStates {
    private static final List<String> WORDS = List.of(
            "pending",
            "active",
            "preempted",
            "succeeded",
            "aborted",
            "rejected",
            "preempting",
            "recalling",
            "recalled",
            "lost");

    private static final Set<Integer> ENDS = Set.of(
            GoalStatus.PREEMPTED,
            GoalStatus.SUCCEEDED,
            GoalStatus.ABORTED,
            GoalStatus.REJECTED,
            GoalStatus.RECALLED,
            GoalStatus.LOST);

    private GoalStates() {}

    static boolean isEnd(int status) {
        return ENDS.contains(status);
    }

    static String word(int status) {
        return status < WORDS.size() ? WORDS.get(status) : "in the unknown state " + status;
    }
}
