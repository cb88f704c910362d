"""Makes the Python package control_msgs, which Debian lacks, with Debian's genmsg and genpy.

Usage: make_control_msgs.py OUT_FOLDER, with the .msg and .action files beside this script in control_msgs/.
OUT_FOLDER is then for PYTHONPATH.
"""
import glob
import os
import subprocess
import sys

source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "control_msgs")
package = os.path.join(sys.argv[1], "control_msgs")
definitions = os.path.join(package, "definitions")
os.makedirs(definitions)

texts = {os.path.basename(f)[:-4]: open(f).read() for f in glob.glob(source + "/*.msg")}
for file in glob.glob(source + "/*.action"):
    action = os.path.basename(file)[:-7]
    for part, text in zip(("Goal", "Result", "Feedback"), open(file).read().split("---\n")):
        texts[action + part] = text
    status = "Header header\nactionlib_msgs/GoalStatus status\n"
    texts[action + "ActionGoal"] = "Header header\nactionlib_msgs/GoalID goal_id\n%sGoal goal\n" % action
    texts[action + "ActionResult"] = status + action + "Result result\n"
    texts[action + "ActionFeedback"] = status + action + "Feedback feedback\n"
    texts[action + "Action"] = "".join(
        "%sAction%s action_%s\n" % (action, part, part.lower()) for part in ("Goal", "Result", "Feedback"))

files = []
for name, text in texts.items():
    files.append(os.path.join(definitions, name + ".msg"))
    with open(files[-1], "w") as out:
        out.write(text)

includes = ["-Icontrol_msgs:" + definitions]
for other in ("std_msgs", "trajectory_msgs", "actionlib_msgs", "geometry_msgs"):
    includes.append("-I%s:/usr/share/%s/msg" % (other, other))
generator = ["/usr/bin/python3", "/usr/lib/genpy/genmsg_py.py"]
subprocess.check_call(generator + files + includes + ["-p", "control_msgs", "-o", os.path.join(package, "msg")])
subprocess.check_call(generator + ["--initpy", "-o", os.path.join(package, "msg")])
open(os.path.join(package, "__init__.py"), "w").close()
