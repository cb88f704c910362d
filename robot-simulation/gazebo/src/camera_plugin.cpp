// The camera of an arm: sends an image when asked, stamped later than the question, or every image; a depth camera sends the depth
// of each image before it.

#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <gazebo/common/Console.hh>
#include <gazebo/common/Events.hh>
#include <gazebo/common/Plugin.hh>
#include <gazebo/common/UpdateInfo.hh>
#include <gazebo/rendering/Camera.hh>
#include <gazebo/rendering/DepthCamera.hh>
#include <gazebo/sensors/CameraSensor.hh>
#include <gazebo/sensors/DepthCameraSensor.hh>
#include <geometry_msgs/PoseStamped.h>
#include <ros/callback_queue.h>
#include <ros/init.h>
#include <ros/node_handle.h>
#include <sensor_msgs/CameraInfo.h>
#include <sensor_msgs/Image.h>
#include <std_msgs/Empty.h>

namespace armfarm {

class CameraPlugin : public gazebo::SensorPlugin {
 public:
  ~CameraPlugin() override {
    depthFrames_.reset();
    frames_.reset();
    update_.reset();
  }

  void Load(gazebo::sensors::SensorPtr sensor, sdf::ElementPtr sdf) override {
    sensor_ = std::dynamic_pointer_cast<gazebo::sensors::CameraSensor>(sensor);
    if (!sensor_) {
      gzerr << "libarmfarm_camera.so belongs into a camera, not into " << sensor->Type() << std::endl;
      return;
    }
    sdf_ = sdf;
    freeRunning_ = sdf->Get<bool>("free_running", false).first;
    sensor_->SetActive(freeRunning_);
    update_ = gazebo::event::Events::ConnectWorldUpdateBegin(
        [this](const gazebo::common::UpdateInfo &info) { Update(info.simTime); });
    if (auto depth = std::dynamic_pointer_cast<gazebo::sensors::DepthCameraSensor>(sensor)) {
      hasDepth_ = true;
      depthFrames_ = depth->DepthCamera()->ConnectNewDepthFrame(
          [this](const float *meters, unsigned int width, unsigned int height, unsigned int, const std::string &) {
            depth_.assign(meters, meters + size_t{width} * height);
          });
    }
    frames_ = sensor_->Camera()->ConnectNewImageFrame(
        [this](const unsigned char *pixels, unsigned int width, unsigned int height, unsigned int, const std::string &) {
          Send(pixels, width, height);
        });
  }

 private:
  // On the thread of the physics.
  void Update(const gazebo::common::Time &now) {
    now_ = now;
    if (!ros::isInitialized() || ros::isShuttingDown()) {
      return;  // the world's plugin does that
    }
    if (!node_) {
      Advertise();
    }
    queue_.callAvailable();
  }

  void Advertise() {
    node_ = std::make_unique<ros::NodeHandle>("/" + sdf_->Get<std::string>("arm") + "/camera");
    node_->setCallbackQueue(&queue_);
    trigger_ = node_->subscribe<std_msgs::Empty>("trigger", 10, [this](const std_msgs::Empty::ConstPtr &) { Ask(); });
    auto info = node_->advertise<sensor_msgs::CameraInfo>("camera_info", 1, true);
    info.publish(Intrinsics());
    auto pose = node_->advertise<geometry_msgs::PoseStamped>("camera_in_base", 1, true);
    pose.publish(Pose());
    latched_ = {info, pose};
    if (hasDepth_) {
      depthImage_ = node_->advertise<sensor_msgs::Image>("depth_registered/image_raw", 4);
    }
    image_ = node_->advertise<sensor_msgs::Image>("image_raw", 4);
  }

  void Ask() {
    std::lock_guard<std::mutex> lock(mutex_);
    wantedAfter_ = now_;
    sensor_->SetActive(true);
  }

  // On the thread that draws.
  void Send(const unsigned char *pixels, unsigned int width, unsigned int height) {
    gazebo::common::Time stamp = sensor_->LastMeasurementTime();
    {
      std::lock_guard<std::mutex> lock(mutex_);
      bool wanted = wantedAfter_ && stamp > *wantedAfter_;
      if (!(wanted || freeRunning_) || !image_ || stamp <= sent_) {
        return;
      }
      sent_ = stamp;
      if (wanted) {
        wantedAfter_.reset();
        sensor_->SetActive(freeRunning_);
      }
    }
    if (depthImage_) {
      SendDepth(stamp, width, height);
    }
    sensor_msgs::ImagePtr message = Image(stamp, width, height, "rgb8", 3);
    std::memcpy(message->data.data(), pixels, message->data.size());
    image_.publish(message);
  }

  // Of the image that was drawn last: Gazebo hands out its depth before it. Millimetres along the optical axis, 0 for none.
  void SendDepth(const gazebo::common::Time &stamp, unsigned int width, unsigned int height) {
    sensor_msgs::ImagePtr message = Image(stamp, width, height, "16UC1", 2);
    double far = sensor_->Camera()->FarClip();
    for (size_t i = 0; i < depth_.size() && 2 * i < message->data.size(); i++) {
      bool seen = depth_[i] > 0 && depth_[i] < far;  // where there is nothing Gazebo says how far it looks
      uint16_t millimeters = seen ? static_cast<uint16_t>(std::lround(1000 * depth_[i])) : 0;
      message->data[2 * i] = millimeters & 0xff;
      message->data[2 * i + 1] = millimeters >> 8;
    }
    depthImage_.publish(message);
  }

  static sensor_msgs::ImagePtr Image(const gazebo::common::Time &stamp, unsigned int width, unsigned int height,
                                     const char *encoding, unsigned int pixelBytes) {
    sensor_msgs::ImagePtr message(new sensor_msgs::Image);
    message->header.stamp = ros::Time(stamp.sec, stamp.nsec);
    message->header.frame_id = kFrame;
    message->width = width;
    message->height = height;
    message->encoding = encoding;
    message->step = pixelBytes * width;
    message->data.resize(size_t{pixelBytes} * width * height);
    return message;
  }

  sensor_msgs::CameraInfo Intrinsics() const {
    sensor_msgs::CameraInfo message;
    double f = sdf_->Get<double>("focal_pixels");
    double cx = sensor_->ImageWidth() / 2.0 - 0.5;  // ROS counts from the centre of the first pixel
    double cy = sensor_->ImageHeight() / 2.0 - 0.5;
    message.header.stamp = ros::Time::now();
    message.header.frame_id = kFrame;
    message.width = sensor_->ImageWidth();
    message.height = sensor_->ImageHeight();
    message.distortion_model = "plumb_bob";
    message.D.assign(5, 0);
    message.K = {f, 0, cx, 0, f, cy, 0, 0, 1};
    message.R = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    message.P = {f, 0, cx, 0, 0, f, cy, 0, 0, 0, 1, 0};
    return message;
  }

  geometry_msgs::PoseStamped Pose() const {
    geometry_msgs::PoseStamped message;
    message.header.stamp = ros::Time::now();
    message.header.frame_id = "base";
    std::istringstream numbers(sdf_->Get<std::string>("camera_in_base"));
    auto &p = message.pose.position;
    auto &q = message.pose.orientation;
    numbers >> p.x >> p.y >> p.z >> q.x >> q.y >> q.z >> q.w;
    return message;
  }

  static constexpr const char *kFrame = "camera_optical";

  gazebo::sensors::CameraSensorPtr sensor_;
  sdf::ElementPtr sdf_;
  bool freeRunning_ = false;
  bool hasDepth_ = false;
  gazebo::common::Time now_;

  std::mutex mutex_;
  std::optional<gazebo::common::Time> wantedAfter_;
  gazebo::common::Time sent_;

  ros::CallbackQueue queue_;
  std::unique_ptr<ros::NodeHandle> node_;
  ros::Subscriber trigger_;
  std::vector<ros::Publisher> latched_;
  ros::Publisher image_;
  ros::Publisher depthImage_;
  std::vector<float> depth_;  // metres, on the thread that draws
  gazebo::event::ConnectionPtr update_;
  gazebo::event::ConnectionPtr frames_;
  gazebo::event::ConnectionPtr depthFrames_;
};

GZ_REGISTER_SENSOR_PLUGIN(CameraPlugin)

}  // namespace armfarm
