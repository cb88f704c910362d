# Three attempts with the keys of the published data, written by TensorFlow itself: two SequenceExamples with telemetry in their
# feature lists, and an Example.
import hashlib
import os
import numpy as np
import tensorflow as tf

POSE = "/transforms/base_T_endeffector/vec_quat_7"


def floats(values):
    return tf.train.Feature(float_list=tf.train.FloatList(value=np.asarray(values, np.float32).ravel()))


def data(value):
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))


def jpeg(shade):
    return tf.io.encode_jpeg(tf.fill([512, 640, 3], tf.constant(shade, tf.uint8))).numpy()


def pose(x, y, z):
    return floats([x, y, z, 1, 0, 0, 0])


def context(number):
    steps = [jpeg(20 * number + 1), jpeg(20 * number + 2)]
    for step in steps:
        print("image", hashlib.sha256(step).hexdigest())
    camera_T_base = np.array([[1, 0, 0, 0.1], [0, -1, 0, 0.2], [0, 0, -1, 1.5], [0, 0, 0, 1]])
    intrinsics = np.array([[775.72, 0, 335.34], [0, 775.72, 232.45], [0, 0, 1]])
    return {
        "num_grasp_steps": data(b"2"),
        "camera/transforms/camera_T_base/matrix44": floats(camera_T_base),
        "camera/intrinsics/matrix33": floats(intrinsics.T),
        "approach" + POSE: pose(0.4, 0.1, 0.35),
        "pregrasp/image/encoded": data(jpeg(20 * number)),
        "grasp/image/encoded": data(jpeg(20 * number)),
        "grasp/0/image/encoded": data(steps[0]),
        "grasp/0/depth_image/encoded": data(b"depth"),
        "grasp/0/commanded_pose" + POSE: pose(0.45, 0.1, 0.2),
        "grasp/0/reached_pose" + POSE: pose(0.44, 0.1, 0.21),
        "grasp/0/params": floats([0.05, 0, -0.15, 0, 1]),
        "grasp/1/image/encoded": data(steps[1]),
        "grasp/1/commanded_pose" + POSE: pose(0.5, 0.1, 0.05),
        "grasp/1/reached_pose" + POSE: pose(0.5, 0.1, 0.06),
        "grasp/1/params": floats([0.05, 0, -0.15, 0, 1]),
        "gripper/status": floats([0.3]),
        "grasp_success": floats([1 - number % 2]),
    }


os.mkdir("written")
for number in range(3):
    features = tf.train.Features(feature=context(number))
    lists = tf.train.FeatureLists(
        feature_list={"approach_sequence" + POSE: tf.train.FeatureList(feature=[pose(0.1, 0, 0.5), pose(0.2, 0, 0.4)])}
    )
    message = (
        tf.train.SequenceExample(context=features, feature_lists=lists) if number < 2 else tf.train.Example(features=features)
    )
    with tf.io.TFRecordWriter("written/grasping_dataset_060.tfrecord-%05d-of-00003" % number) as writer:
        writer.write(message.SerializeToString())
print("written by tensorflow", tf.__version__)
