// Runs the arms of a world: one ROS node for all of them, which also publishes /clock.

#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

#include <gazebo/common/Console.hh>
#include <gazebo/common/Events.hh>
#include <gazebo/common/Plugin.hh>
#include <gazebo/common/UpdateInfo.hh>
#include <gazebo/physics/World.hh>
#include <ros/callback_queue.h>
#include <ros/init.h>
#include <ros/master.h>
#include <ros/node_handle.h>
#include <rosgraph_msgs/Clock.h>
#include <std_msgs/String.h>

#include "arm_cell.h"

namespace armfarm {

class FarmPlugin : public gazebo::WorldPlugin {
 public:
  ~FarmPlugin() override {
    update_.reset();
    cells_.clear();
    if (node_) {
      node_.reset();
      ros::shutdown();
    }
  }

  void Load(gazebo::physics::WorldPtr world, sdf::ElementPtr sdf) override {
    world_ = world;
    sdf_ = sdf;
    int arguments = 0;
    // Always the same name: a world that takes another's place makes the master forget that one's topics.
    ros::init(arguments, nullptr, "armfarm_gazebo", ros::init_options::NoSigintHandler);
    if (!ros::master::check()) {
      gzerr << "No ROS master answers at " << ros::master::getURI() << ": start one or correct ROS_MASTER_URI\n";
      return;
    }
    ros::Time::setNow(ros::Time(world->SimTime().Double()));
    node_ = std::make_unique<ros::NodeHandle>();
    node_->setCallbackQueue(&queue_);
    clock_ = node_->advertise<rosgraph_msgs::Clock>("/clock", 10);
    faults_ = node_->advertise<std_msgs::String>("/armfarm_gazebo/faults", 100, true);
    update_ = gazebo::event::Events::ConnectWorldUpdateBegin(
        [this](const gazebo::common::UpdateInfo &info) { Update(info.simTime.Double()); });
  }

 private:
  static constexpr double kClockSeconds = 0.02;

  void Update(double now) {
    ros::Time::setNow(ros::Time(now));
    if (!begun_) {
      begun_ = true;
      MakeCells();
    }
    queue_.callAvailable();
    for (size_t i = 0; i < cells_.size(); ++i) {
      cells_[i]->Step(now);
      if (!faulty_[i] && !cells_[i]->Fault().empty()) {
        faulty_[i] = true;
        std_msgs::String message;
        message.data = cells_[i]->Fault();
        faults_.publish(message);
      }
    }
    if (now >= nextClock_) {
      nextClock_ = now + kClockSeconds;
      rosgraph_msgs::Clock message;
      message.clock = ros::Time(now);
      clock_.publish(message);
    }
  }

  // The models are all there at the first step only.
  void MakeCells() {
    for (auto arm = sdf_->GetElement("arm"); arm; arm = arm->GetNextElement("arm")) {
      std::string name = arm->Get<std::string>("name");
      try {
        Posture home;
        std::istringstream numbers(arm->Get<std::string>("home"));
        for (double &radians : home) {
          numbers >> radians;
        }
        cells_.push_back(std::make_unique<ArmCell>(name, world_, home, *node_));
      } catch (const std::runtime_error &e) {
        gzerr << name << ": " << e.what() << std::endl;
      }
    }
    faulty_.assign(cells_.size(), false);
  }

  gazebo::physics::WorldPtr world_;
  sdf::ElementPtr sdf_;
  ros::CallbackQueue queue_;
  std::unique_ptr<ros::NodeHandle> node_;
  ros::Publisher clock_;
  ros::Publisher faults_;
  std::vector<std::unique_ptr<ArmCell>> cells_;
  std::vector<bool> faulty_;
  bool begun_ = false;
  double nextClock_ = 0;
  gazebo::event::ConnectionPtr update_;
};

GZ_REGISTER_WORLD_PLUGIN(FarmPlugin)

}  // namespace armfarm
