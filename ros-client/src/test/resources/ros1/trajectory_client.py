"""A SimpleActionClient for FollowJointTrajectory at the action named by the first argument: moves the joints named by the
others to 0.1 rad within a second, prints what it heard, then sends the motion again and cancels it."""
import sys

import actionlib
import rospy
from control_msgs.msg import FollowJointTrajectoryAction, FollowJointTrajectoryGoal
from trajectory_msgs.msg import JointTrajectoryPoint

rospy.init_node("trajectory_client")
client = actionlib.SimpleActionClient(sys.argv[1], FollowJointTrajectoryAction)
if not client.wait_for_server(rospy.Duration(20)):
    sys.exit("no server")
print("server is there", flush=True)
feedback = []


def goal(seconds):
    wanted = FollowJointTrajectoryGoal()
    wanted.trajectory.joint_names = sys.argv[2:]
    for i in range(1, 11):
        point = JointTrajectoryPoint(positions=[float(p) for p in [0.01 * i] * len(sys.argv[2:])])
        point.time_from_start = rospy.Duration(seconds * i / 10.0)
        wanted.trajectory.points.append(point)
    return wanted


client.send_goal(goal(1), feedback_cb=feedback.append)
if not client.wait_for_result(rospy.Duration(20)):
    sys.exit("no result")
print("state %d code %d feedback %d error %.3f" % (
    client.get_state(), client.get_result().error_code, len(feedback),
    max(abs(e) for f in feedback for e in f.error.positions)), flush=True)

client.send_goal(goal(30))
rospy.sleep(0.5)
client.cancel_goal()
if not client.wait_for_result(rospy.Duration(20)):
    sys.exit("no result after cancel")
print("then state %d" % client.get_state(), flush=True)
