"""A SimpleActionServer for GripperCommand at /gripper. The commanded position says what it does: above zero it gets there
in three steps, zero holds until it is cancelled, below zero is refused by aborting."""
import actionlib
import rospy
from control_msgs.msg import GripperCommandAction, GripperCommandFeedback, GripperCommandResult


def execute(goal):
    # rospy drops what it publishes between answering a subscriber's header and counting the subscriber.
    while not all(p.get_num_connections() for p in (server.action_server.feedback_pub, server.action_server.result_pub)):
        rospy.sleep(0.01)
    position = goal.command.position
    print("goal %.3f" % position, flush=True)
    if position < 0:
        server.set_aborted(GripperCommandResult(0.08, 0, True, False), "the fingers do not cross")
        return
    steps = 0
    while not rospy.is_shutdown():
        steps += 1
        server.publish_feedback(GripperCommandFeedback(position * steps / 3, goal.command.max_effort, False, steps == 3))
        if server.is_preempt_requested():
            server.set_preempted(GripperCommandResult(0.04, 1, False, False), "stopped")
            return
        if steps == 3 and position > 0:
            rospy.sleep(0.5)  # feedback and result are topics of their own: the result may overtake what was sent just before
            server.set_succeeded(GripperCommandResult(position, 2, False, True), "there")
            return
        rospy.sleep(0.05)


rospy.init_node("gripper_server")
server = actionlib.SimpleActionServer("gripper", GripperCommandAction, execute, auto_start=False)
server.start()
print("ready", flush=True)
rospy.spin()
