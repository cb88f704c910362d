"""Follows the image topics named as arguments. To any line on standard input it answers with the images and bytes that
came."""
import sys
import threading

import rospy
from sensor_msgs.msg import Image

lock = threading.Lock()
counts = [0, 0]


def count(image):
    with lock:
        counts[0] += 1
        counts[1] += len(image.data)


rospy.init_node("rospy_subscriber", disable_rosout=True)
for topic in sys.argv[1:]:
    rospy.Subscriber(topic, Image, count, buff_size=1 << 20)
print("ready", flush=True)
for line in sys.stdin:
    with lock:
        print("received %d %d" % tuple(counts), flush=True)
rospy.signal_shutdown("done")
