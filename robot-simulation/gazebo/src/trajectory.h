#pragma once

#include <vector>

#include <trajectory_msgs/JointTrajectory.h>

#include "arm_body.h"

namespace armfarm {

// Joint positions over time, on straight lines between the points of a message, with a smooth start and end: the points'
// times are stretched over the first and the last moment, by that moment in all.
class Trajectory {
 public:
  // Throws std::invalid_argument with what is wrong and what was expected.
  Trajectory(const trajectory_msgs::JointTrajectory &message, const Posture &from, double rampSeconds);

  double DurationSeconds() const;
  Posture At(double seconds) const;
  const Posture &End() const { return points_.back(); }

 private:
  // Time on the points' own scale.
  double Stretched(double seconds) const;

  std::vector<Posture> points_;
  std::vector<double> times_;
  double ramp_;
};

}  // namespace armfarm
