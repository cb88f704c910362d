#include "arm_body.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <gazebo/physics/Joint.hh>
#include <gazebo/physics/Link.hh>
#include <gazebo/physics/Model.hh>

namespace armfarm {
namespace {

constexpr double kTipInWrist = 0.226;
// Newton metres; the arm has no weight (gravity is off for its links), so this is what it can push with.
constexpr Posture kTorque = {150, 150, 100, 100, 50, 50, 30};
constexpr double kPerSecond = 30;  // share of a joint's error that is corrected in a second
constexpr double kMaxRadiansPerSecond = 8;
constexpr double kFingerPerSecond = 40;
constexpr double kFingerMetersPerSecond = 0.15;
// Keeps the fingers centred under the palm: newtons per metre and per metre per second, at most this share of the force.
constexpr double kCentring = 600;
constexpr double kCentringDamping = 22;
constexpr double kMaxTrim = 0.5;

double Clamp(double value, double limit) { return std::max(-limit, std::min(limit, value)); }

gazebo::physics::JointPtr Find(const gazebo::physics::ModelPtr &model, const std::string &name) {
  gazebo::physics::JointPtr joint = model->GetJoint(name);
  if (!joint) {
    throw std::runtime_error("model " + model->GetName() + " has no joint " + name);
  }
  return joint;
}

void Drive(const gazebo::physics::JointPtr &joint, double velocity, double maxForce) {
  joint->SetParam("fmax", 0, maxForce);
  joint->SetParam("vel", 0, velocity);
}

}  // namespace

ArmBody::ArmBody(const gazebo::physics::ModelPtr &model) : model_(model) {
  for (int i = 1; i <= kJoints; ++i) {
    joints_.push_back(Find(model, "joint_" + std::to_string(i)));
  }
  left_ = Find(model, "finger_left");
  right_ = Find(model, "finger_right");
  wrist_ = joints_.back()->GetChild();
}

void ArmBody::Place(const Posture &radians, double openingMeters) {
  for (int i = 0; i < kJoints; ++i) {
    joints_[i]->SetPosition(0, radians[i]);
  }
  left_->SetPosition(0, openingMeters / 2);
  right_->SetPosition(0, openingMeters / 2);
  model_->ResetPhysicsStates();
}

Posture ArmBody::Measured() const {
  Posture measured;
  for (int i = 0; i < kJoints; ++i) {
    measured[i] = joints_[i]->Position(0);
  }
  return measured;
}

double ArmBody::OpeningMeters() const { return std::max(0.0, left_->Position(0) + right_->Position(0)); }

ignition::math::Vector3d ArmBody::TipInWorld() const {
  return (ignition::math::Pose3d(0, 0, kTipInWrist, 0, 0, 0) + wrist_->WorldPose()).Pos();
}

bool ArmBody::Sane() const {
  for (const auto &joint : joints_) {
    if (!std::isfinite(joint->Position(0))) {
      return false;
    }
  }
  return std::isfinite(OpeningMeters()) && wrist_->WorldPose().IsFinite();
}

void ArmBody::DriveArm(const Posture &radians, const Posture &radiansPerSecond) {
  for (int i = 0; i < kJoints; ++i) {
    double error = radians[i] - joints_[i]->Position(0);
    Drive(joints_[i], Clamp(radiansPerSecond[i] + kPerSecond * error, kMaxRadiansPerSecond), kTorque[i]);
  }
}

void ArmBody::DriveFingers(double openingMeters, double newtons) {
  double left = left_->Position(0);
  double right = right_->Position(0);
  double force = std::min(newtons, kMaxNewtons);
  double aside = kCentring * (left - right) / 2 + kCentringDamping * (left_->GetVelocity(0) - right_->GetVelocity(0)) / 2;
  double trim = Clamp(aside, kMaxTrim * force);
  double speed = Clamp(kFingerPerSecond * (openingMeters - left - right) / 2, kFingerMetersPerSecond);
  // Closing, the finger that is farther out must be the stronger one; opening, the weaker one.
  double sign = speed < 0 ? 1 : -1;
  Drive(left_, speed, force - std::max(0.0, -sign * trim));
  Drive(right_, speed, force - std::max(0.0, sign * trim));
}

}  // namespace armfarm
