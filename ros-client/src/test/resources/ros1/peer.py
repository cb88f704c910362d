"""A rospy node for the tests. Usage: peer.py MODE ARGUMENTS...

echo TYPE...                    sends each message of /to/TYPE back on /from/TYPE
count TOPIC TYPE N              counts messages until N came; prints "counted N in order" or what was wrong
talk TOPIC N RATE               when somebody listens, sends the String "0", "1", ... at this rate
latch TOPIC TEXT                a latched String
serve                           the services /debian/trigger and /debian/set_bool
clock SECONDS                   sends /clock, 100 times a second, from SECONDS on
now SECONDS                     waits until the ROS time is at least that; prints "now" and the time
"""
import sys

import rospy
from roslib.message import get_message_class
from rosgraph_msgs.msg import Clock
from std_msgs.msg import String
from std_srvs.srv import SetBool, SetBoolResponse, Trigger, TriggerResponse

mode, args = sys.argv[1], sys.argv[2:]
rospy.init_node("peer_" + mode, disable_rosout=True)


def say(text):
    print(text, flush=True)


def wall_rate(hertz):
    import time
    due = time.monotonic()
    while True:
        yield
        due += 1.0 / hertz
        time.sleep(max(0, due - time.monotonic()))


if mode == "echo":
    for name in args:
        cls = get_message_class(name)
        publisher = rospy.Publisher("/from/" + name, cls, queue_size=1000)
        rospy.Subscriber("/to/" + name, cls, publisher.publish, buff_size=1 << 20)
elif mode == "count":
    topic, name, wanted = args[0], args[1], int(args[2])
    numbers = []

    def count(message):
        numbers.append(int(message.data) if name == "std_msgs/String" else message.header.seq)
        if len(numbers) == wanted:
            say("counted %d %s" % (wanted, "in order" if numbers == list(range(wanted)) else "out of order"))

    rospy.Subscriber(topic, get_message_class(name), count, buff_size=1 << 20)
elif mode == "talk":
    talker = rospy.Publisher(args[0], String, queue_size=10000, tcp_nodelay=True)
    say("ready")
    while talker.get_num_connections() == 0:
        rospy.rostime.wallsleep(0.01)
    for i, _ in zip(range(int(args[1])), wall_rate(float(args[2]))):
        talker.publish(str(i))
    say("talked")
elif mode == "latch":
    rospy.Publisher(args[0], String, queue_size=1, latch=True).publish(args[1])
elif mode == "serve":
    rospy.Service("/debian/trigger", Trigger, lambda request: TriggerResponse(True, "pulled"))

    def set_bool(request):
        if not request.data:
            raise rospy.ServiceException("it is stuck")
        return SetBoolResponse(True, "set to %s" % request.data)

    rospy.Service("/debian/set_bool", SetBool, set_bool)
elif mode == "now":
    while rospy.get_time() < float(args[0]):
        rospy.rostime.wallsleep(0.01)
    say("now %.3f" % rospy.get_time())
elif mode == "clock":
    clock = rospy.Publisher("/clock", Clock, queue_size=1000)
    say("ready")
    for i, _ in enumerate(wall_rate(100)):
        if rospy.is_shutdown():
            sys.exit()
        clock.publish(rospy.Time.from_sec(float(args[0]) + i * 0.01))

say("ready")
while not rospy.is_shutdown():
    rospy.rostime.wallsleep(0.1)
