#include "trajectory.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace armfarm {
namespace {

std::array<size_t, kJoints> Order(const std::vector<std::string> &names) {
  std::array<size_t, kJoints> order;
  for (int j = 0; j < kJoints; ++j) {
    order[j] = std::find(names.begin(), names.end(), "joint_" + std::to_string(j + 1)) - names.begin();
    if (order[j] == names.size() || names.size() != kJoints) {
      throw std::invalid_argument("The trajectory names " + std::to_string(names.size()) +
                                  " joints, expected joint_1 to joint_" + std::to_string(kJoints));
    }
  }
  return order;
}

}  // namespace

Trajectory::Trajectory(const trajectory_msgs::JointTrajectory &message, const Posture &from, double rampSeconds)
    : points_{from}, times_{0} {
  const auto order = Order(message.joint_names);
  if (message.points.empty()) {
    throw std::invalid_argument("The trajectory has no points; expected at least one");
  }
  for (const auto &point : message.points) {
    const std::string which = "Trajectory point " + std::to_string(points_.size() - 1);
    double time = point.time_from_start.toSec();
    if (!(time > times_.back())) {
      throw std::invalid_argument(which + " is at " + std::to_string(time) + " s, expected more than " +
                                  std::to_string(times_.back()));
    }
    if (point.positions.size() != kJoints ||
        !std::all_of(point.positions.begin(), point.positions.end(), [](double p) { return std::isfinite(p); })) {
      throw std::invalid_argument(which + " has not " + std::to_string(kJoints) + " positions that are numbers");
    }
    Posture posture;
    for (int j = 0; j < kJoints; ++j) {
      posture[j] = point.positions[order[j]];
    }
    points_.push_back(posture);
    times_.push_back(time);
  }
  ramp_ = std::min(rampSeconds, times_.back());
}

double Trajectory::DurationSeconds() const { return times_.back() + ramp_; }

double Trajectory::Stretched(double seconds) const {
  double left = DurationSeconds() - seconds;
  if (left <= 0) {
    return times_.back();
  }
  if (seconds < ramp_) {
    return seconds * seconds / (2 * ramp_);
  }
  return left < ramp_ ? times_.back() - left * left / (2 * ramp_) : seconds - ramp_ / 2;
}

Posture Trajectory::At(double seconds) const {
  double time = Stretched(seconds);
  size_t next = std::upper_bound(times_.begin(), times_.end(), time) - times_.begin();
  if (next == times_.size()) {
    return points_.back();
  }
  double share = (time - times_[next - 1]) / (times_[next] - times_[next - 1]);
  Posture at;
  for (int j = 0; j < kJoints; ++j) {
    at[j] = points_[next - 1][j] + share * (points_[next][j] - points_[next - 1][j]);
  }
  return at;
}

}  // namespace armfarm
