#pragma once

#include <array>
#include <string>
#include <vector>

#include <gazebo/physics/PhysicsTypes.hh>
#include <ignition/math/Vector3.hh>

namespace armfarm {

constexpr int kJoints = 7;
using Posture = std::array<double, kJoints>;

// The joints of one arm and its gripper. Every joint is driven by a motor that reaches a speed with a limited force:
// the solver knows it as a constraint, so that it stays stable where an explicit controller would not, and contact can
// stop it.
class ArmBody {
 public:
  static constexpr double kMaxOpening = 0.085;  // metres between the pads
  static constexpr double kMaxNewtons = 12;     // of each finger

  explicit ArmBody(const gazebo::physics::ModelPtr &model);

  // Puts the joints somewhere at once.
  void Place(const Posture &radians, double openingMeters);

  Posture Measured() const;
  double OpeningMeters() const;
  // The point between the finger tips.
  ignition::math::Vector3d TipInWorld() const;
  // Whether every joint has a number for a position.
  bool Sane() const;

  // Sets the arm's motors for the next step. The velocity is that of the wanted posture.
  void DriveArm(const Posture &radians, const Posture &radiansPerSecond);
  // Sets the fingers' motors for the next step: towards an opening, with a force of each finger.
  void DriveFingers(double openingMeters, double newtons);

 private:
  gazebo::physics::ModelPtr model_;
  gazebo::physics::LinkPtr wrist_;
  std::vector<gazebo::physics::JointPtr> joints_;
  gazebo::physics::JointPtr left_;
  gazebo::physics::JointPtr right_;
};

}  // namespace armfarm
