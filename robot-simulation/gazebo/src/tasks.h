#pragma once

#include <functional>
#include <optional>
#include <string>

#include "arm_cell.h"
#include "trajectory.h"

namespace armfarm {

// Waits until the objects are at rest. What still rocks after a while is stopped; what left the bin is dropped back.
class Settling {
 public:
  bool Done(Bin &bin, double nowSeconds);

 private:
  static constexpr double kPatienceSeconds = 1.5;
  static constexpr double kStoppedSeconds = 0.25;
  static constexpr int kMaxRescues = 3;

  std::optional<double> since_;
  bool stopped_ = false;
  int rescues_ = 0;
};

// What both actions share: the goal is taken up, a heartbeat awaited and its absence or a cancel noticed.
template <typename Server>
class GoalTask : public Task {
 public:
  GoalTask(ArmCell &cell, typename Server::GoalHandle goal) : cell_(cell), goal_(goal) {}
  void Supersede() override { superseded_ = true; }

 protected:
  using Result = typename Server::Result;


  // Returns true once the goal has been accepted and a heartbeat is there, or has not come for too long.
  bool Begun();
  bool CancelRequested() const;
  std::string Interruption() const;
  // Tells how it ended; the problem is empty if it was done.
  void End(const Result &result, const std::string &problem);

  ArmCell &cell_;
  typename Server::GoalHandle goal_;

 private:
  static constexpr double kFirstBeatPatienceSeconds = 0.3;  // wall time

  std::optional<std::chrono::steady_clock::time_point> begun_;
  bool superseded_ = false;
};

class MotionTask : public GoalTask<MotionServer> {
 public:
  using GoalTask::GoalTask;
  bool Step(double nowSeconds) override;

 private:
  bool Follow(double nowSeconds);
  bool Arrive(double nowSeconds);
  bool Finish(const std::string &problem);
  double Error(const Posture &wanted) const;
  void CheckMoved();
  void Tell(double nowSeconds, const Posture &desired);

  std::optional<Trajectory> trajectory_;
  Posture measuredAtStart_;
  Posture targetAtStart_;
  double startSeconds_ = 0;
  double toldSeconds_ = 0;
  std::optional<double> endSeconds_;
  std::optional<double> arrivedSeconds_;
  Settling settling_;
  bool blocked_ = false;
};

class GripTask : public GoalTask<GripperServer> {
 public:
  using GoalTask::GoalTask;
  bool Step(double nowSeconds) override;

 private:
  bool FingersEnded(double nowSeconds);
  bool Finish(const std::string &problem);

  std::optional<double> startSeconds_;
  double checkedSeconds_ = 0;
  double checkedOpening_ = 0;
  bool ended_ = false;
  Settling settling_;
};

// Changes the bin's content, waits until the objects are at rest and publishes an answer.
class ArrangeTask : public Task {
 public:
  // The change returns the answer.
  ArrangeTask(ArmCell &cell, const ros::Publisher &to, std::function<std::string()> change)
      : cell_(cell), to_(to), change_(std::move(change)) {}
  bool Step(double nowSeconds) override;

 private:
  ArmCell &cell_;
  ros::Publisher to_;
  std::function<std::string()> change_;
  std::optional<std::string> answer_;
  std::optional<double> changedSeconds_;
  Settling settling_;
};

}  // namespace armfarm
