/** TFRecord files of TensorFlow's examples: the layouts of RLDS and of the 2016 grasping data set. */
package armfarm.episodes.tfrecord;
