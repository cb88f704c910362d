"""Prints golden bytes: for each type named on stdin one line of JSON with its md5 sum, its bytes as rospy writes them
and its values."""
import io
import json
import sys

import genmsg
from roslib.message import get_message_class
from samples import Filler, leaves

search = {p: ["/usr/share/%s/msg" % p] for p in (
    "std_msgs", "sensor_msgs", "geometry_msgs", "trajectory_msgs", "actionlib_msgs", "diagnostic_msgs",
    "rosgraph_msgs", "tf2_msgs")}
search["control_msgs"] = [sys.argv[1] + "/control_msgs/definitions"]
context = genmsg.MsgContext.create_default()


def definition_md5(name):
    """The sum that Debian's definition file has, without the Python class."""
    spec = genmsg.load_msg_by_type(context, name, search)
    genmsg.load_depends(context, spec, search)
    return genmsg.compute_md5(context, spec)


for name in sys.stdin.read().split():
    cls = get_message_class(name)
    sums = {cls._md5sum, definition_md5(name)}
    if len(sums) != 1:
        sys.exit("%s: class and definition file have the sums %s" % (name, sums))
    message = Filler().message(cls)
    data = io.BytesIO()
    message.serialize(data)
    print(json.dumps({"type": name, "md5": cls._md5sum, "hex": data.getvalue().hex(),
                      "values": leaves(message, name)}))
