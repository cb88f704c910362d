# A data set of three episodes of 2, 3 and 4 frames, written by LeRobot itself with images inside its Parquet files.
import glob
import hashlib
from importlib.metadata import version
import numpy as np
import pandas as pd
from lerobot.datasets.lerobot_dataset import LeRobotDataset

features = {
    "observation.images.bin": {"dtype": "image", "shape": (48, 64, 3), "names": ["height", "width", "channels"]},
    "observation.state": {"dtype": "float32", "shape": (7,), "names": ["x_m", "y_m", "z_m", "qx", "qy", "qz", "qw"]},
    "action": {"dtype": "float32", "shape": (5,), "names": ["dx_m", "dy_m", "dz_m", "sin_yaw", "cos_yaw"]},
    "next.success": {"dtype": "bool", "shape": (1,), "names": None},
}
dataset = LeRobotDataset.create("armfarm/test", fps=10, features=features, root="written", use_videos=False)
for episode in range(3):
    length = episode + 2
    for step in range(length):
        dataset.add_frame({
            "observation.images.bin": np.full((48, 64, 3), 40 * episode + step, np.uint8),
            "observation.state": np.array([0.1 * step, 0.25, 0.5, 1, 0, 0, 0], np.float32),
            "action": np.array([0.25, episode, step, 0.6, 0.8], np.float32),
            "next.success": np.array([step + 1 == length and episode % 2 == 0]),
            "task": "grasp",
        })
    dataset.save_episode()
if hasattr(dataset, "finalize"):
    dataset.finalize()
for path in sorted(glob.glob("written/data/*/*.parquet")):
    for image in pd.read_parquet(path)["observation.images.bin"]:
        print("image", hashlib.sha256(image["bytes"]).hexdigest())
print("written by lerobot", version("lerobot"))
