#pragma once

#include <deque>
#include <memory>
#include <string>

#include <actionlib/server/action_server.h>
#include <control_msgs/FollowJointTrajectoryAction.h>
#include <control_msgs/GripperCommandAction.h>
#include <ros/node_handle.h>
#include <std_msgs/Bool.h>
#include <std_msgs/String.h>

#include "arm_body.h"
#include "bin.h"
#include "dead_man.h"

namespace armfarm {

using MotionServer = actionlib::ActionServer<control_msgs::FollowJointTrajectoryAction>;
using GripperServer = actionlib::ActionServer<control_msgs::GripperCommandAction>;

// Something an arm was told, done bit by bit. One at a time, in the order they came.
class Task {
 public:
  virtual ~Task() = default;
  // Goes on by one step. Returns true when it has ended.
  virtual bool Step(double nowSeconds) = 0;
  // A newer goal of the same action has come.
  virtual void Supersede() {}
};

// One arm with its bin, speaking the topics of robot-drivers/README.md but for the camera's. All of it runs on the thread
// of the physics: the topics' callbacks are called from there, between steps.
class ArmCell {
 public:
  ArmCell(const std::string &arm, const gazebo::physics::WorldPtr &world, const Posture &home, ros::NodeHandle root);

  void Step(double nowSeconds);

  // Why this arm cannot be used any more; empty while it can. Only a new world helps.
  const std::string &Fault() const { return fault_; }

  // For the tasks.
  ArmBody &Body() { return body_; }
  Bin &Objects() { return bin_; }
  const DeadMan &Permission() const { return deadMan_; }
  const Posture &Target() const { return target_; }
  // Sets where the arm is to be at the end of this step.
  void MoveTo(const Posture &radians, const Posture &radiansPerSecond);
  // Ends all motion where the arm is now.
  void HoldHere();
  void Grip(double openingMeters, double newtons);
  double GoalOpening() const { return goalOpening_; }
  bool Closed() const { return goalOpening_ < ArmBody::kMaxOpening / 2; }
  bool Holding() const { return Closed() && body_.OpeningMeters() > kNothingHeldBelow; }
  bool Lifted() const { return TipInBase().Z() > Bin::kLiftedMeters; }
  void PublishJoints();
  void PublishState();
  void PublishTruth();
  // Where gripper and objects really are, for tests and for policies that may know.
  void PublishPlaces();
  // Whether a motion moved the arm at all; one that never does has become unusable.
  void NoteMotion(bool moved);

  // Fingers nearer than this hold nothing, metres.
  static constexpr double kNothingHeldBelow = 0.001;

 private:
  void Fail(const std::string &why);
  void Arrange(const std_msgs::String::ConstPtr &request);
  template <typename TaskType, typename Server>
  void Enqueue(typename Server::GoalHandle goal);

  ignition::math::Vector3d TipInBase() const { return body_.TipInWorld() - baseInWorld_; }

  std::string name_;
  ignition::math::Vector3d baseInWorld_;
  ArmBody body_;
  Bin bin_;
  DeadMan deadMan_;
  Posture target_;
  Posture targetVelocity_{};
  double goalOpening_ = ArmBody::kMaxOpening;
  double gripNewtons_ = ArmBody::kMaxNewtons;
  std::string fault_;
  std::string scene_ = "empty";
  std::string objectSet_ = "training";
  std::deque<std::unique_ptr<Task>> tasks_;
  bool announced_ = false;
  int unmoved_ = 0;

  ros::NodeHandle node_;
  ros::Publisher joints_;
  ros::Publisher gripper_;
  ros::Publisher arranged_;
  ros::Publisher truth_;
  ros::Publisher places_;
  ros::Subscriber heartbeat_;
  ros::Subscriber arrange_;
  std::unique_ptr<MotionServer> motionServer_;
  std::unique_ptr<GripperServer> gripperServer_;
};

}  // namespace armfarm
