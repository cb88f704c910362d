#include "tasks.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace armfarm {
namespace {

using actionlib_msgs::GoalStatus;

// From standstill to full speed; a carried object bears less.
constexpr double kRampSeconds = 0.1;
constexpr double kCarryingRampSeconds = 0.15;
constexpr double kArrivedRadians = 0.002;
// An arm that is this far behind has met something: it stops there, as arms with a force limit do.
constexpr double kBlockedRadians = 0.04;
constexpr double kArrivalPatienceSeconds = 0.25;
// A lifted object that is not held well falls within this time.
constexpr double kHoldSeconds = 0.15;
constexpr double kFeedbackSeconds = 0.1;

// Of an arm that was told to move this far, a joint moves at least that far.
constexpr double kCommandedRadians = 0.1;
constexpr double kUnmovedRadians = 0.01;

constexpr double kFingersArrivedMeters = 3e-4;
constexpr double kFingerPatienceSeconds = 1.2;
constexpr double kStallCheckSeconds = 0.06;
constexpr double kStallMeters = 4e-4;

}  // namespace

bool Settling::Done(Bin &bin, double nowSeconds) {
  if (!since_) {
    since_ = nowSeconds;
  }
  double waited = nowSeconds - *since_;
  bool resting = bin.AtRest(nowSeconds);
  if (!resting && !stopped_ && waited > kPatienceSeconds) {
    bin.Stop();
    stopped_ = true;
  }
  if (!resting && waited < kPatienceSeconds + kStoppedSeconds) {
    return false;
  }
  if (rescues_ < kMaxRescues && bin.RescueEscaped()) {
    ++rescues_;
    stopped_ = false;
    since_ = nowSeconds;
    return false;
  }
  return true;
}

template <typename Server>
bool GoalTask<Server>::Begun() {
  auto now = std::chrono::steady_clock::now();
  if (!begun_) {
    begun_ = now;
    if (!CancelRequested()) {
      goal_.setAccepted();
    }
  }
  double waited = std::chrono::duration<double>(now - *begun_).count();
  return cell_.Permission().Refusal().empty() || CancelRequested() || waited > kFirstBeatPatienceSeconds;
}

template <typename Server>
bool GoalTask<Server>::CancelRequested() const {
  auto status = goal_.getGoalStatus().status;
  return superseded_ || status == GoalStatus::PREEMPTING || status == GoalStatus::RECALLING;
}

template <typename Server>
std::string GoalTask<Server>::Interruption() const {
  return CancelRequested() ? "cancelled" : cell_.Fault().empty() ? cell_.Permission().Refusal() : cell_.Fault();
}

template <typename Server>
void GoalTask<Server>::End(const Result &result, const std::string &problem) {
  if (problem.empty()) {
    goal_.setSucceeded(result);
  } else if (CancelRequested()) {
    goal_.setCanceled(result, problem);
  } else {
    goal_.setAborted(result, problem);
  }
}

bool MotionTask::Step(double nowSeconds) {
  if (!Begun()) {
    return false;
  }
  std::string problem = Interruption();
  if (!problem.empty()) {
    cell_.HoldHere();
    return Finish(problem);
  }
  if (!trajectory_) {
    try {
      trajectory_.emplace(goal_.getGoal()->trajectory, cell_.Target(),
                          cell_.Closed() ? kCarryingRampSeconds : kRampSeconds);
    } catch (const std::invalid_argument &e) {
      return Finish(e.what());
    }
    startSeconds_ = nowSeconds;
    measuredAtStart_ = cell_.Body().Measured();
    targetAtStart_ = cell_.Target();
  }
  return Follow(nowSeconds) && Arrive(nowSeconds) && Finish("");
}

bool MotionTask::Follow(double nowSeconds) {
  constexpr double kAhead = 1e-3;
  double time = nowSeconds - startSeconds_;
  if (endSeconds_) {
    return true;
  }
  Posture wanted = trajectory_->At(time);
  Posture next = trajectory_->At(time + kAhead);
  Posture velocity;
  for (int j = 0; j < kJoints; ++j) {
    velocity[j] = (next[j] - wanted[j]) / kAhead;
  }
  cell_.MoveTo(wanted, velocity);
  if (nowSeconds - toldSeconds_ > kFeedbackSeconds) {
    toldSeconds_ = nowSeconds;
    cell_.PublishJoints();
    Tell(nowSeconds, wanted);
  }
  blocked_ = Error(wanted) > kBlockedRadians;
  if (!blocked_ && time < trajectory_->DurationSeconds()) {
    return false;
  }
  if (blocked_) {
    cell_.HoldHere();
  } else {
    cell_.MoveTo(trajectory_->End(), Posture{});
  }
  endSeconds_ = nowSeconds;
  return true;
}

bool MotionTask::Arrive(double nowSeconds) {
  if (!arrivedSeconds_) {
    double error = blocked_ ? 0 : Error(trajectory_->End());
    bool late = nowSeconds - *endSeconds_ > kArrivalPatienceSeconds;
    if (error > kArrivedRadians && !late) {
      return false;
    }
    CheckMoved();
    if (error > kArrivedRadians) {
      cell_.HoldHere();  // contact stopped it: press no further
    }
    arrivedSeconds_ = nowSeconds;
  }
  if (!cell_.Lifted()) {
    return true;
  }
  if (cell_.Holding()) {
    return nowSeconds - *arrivedSeconds_ > kHoldSeconds;
  }
  return settling_.Done(cell_.Objects(), nowSeconds);
}

double MotionTask::Error(const Posture &wanted) const {
  Posture measured = cell_.Body().Measured();
  double error = 0;
  for (int j = 0; j < kJoints; ++j) {
    error = std::max(error, std::abs(wanted[j] - measured[j]));
  }
  return error;
}

void MotionTask::CheckMoved() {
  Posture measured = cell_.Body().Measured();
  double commanded = 0;
  double moved = 0;
  for (int j = 0; j < kJoints; ++j) {
    commanded = std::max(commanded, std::abs(trajectory_->End()[j] - targetAtStart_[j]));
    moved = std::max(moved, std::abs(measured[j] - measuredAtStart_[j]));
  }
  if (commanded > kCommandedRadians) {
    cell_.NoteMotion(moved > kUnmovedRadians);
  }
}

bool MotionTask::Finish(const std::string &given) {
  std::string problem = given.empty() ? cell_.Fault() : given;
  if (problem.empty() && cell_.Closed() && cell_.Lifted()) {
    cell_.PublishTruth();
  }
  cell_.PublishPlaces();
  cell_.PublishState();
  Result result;
  result.error_code = problem.empty() || CancelRequested() ? Result::SUCCESSFUL : Result::INVALID_GOAL;
  result.error_string = problem;
  End(result, problem);
  return true;
}

void MotionTask::Tell(double nowSeconds, const Posture &desired) {
  control_msgs::FollowJointTrajectoryFeedback feedback;
  Posture actual = cell_.Body().Measured();
  feedback.header.stamp = ros::Time(nowSeconds);
  for (int j = 0; j < kJoints; ++j) {
    feedback.joint_names.push_back("joint_" + std::to_string(j + 1));
    feedback.desired.positions.push_back(desired[j]);
    feedback.actual.positions.push_back(actual[j]);
    feedback.error.positions.push_back(desired[j] - actual[j]);
  }
  goal_.publishFeedback(feedback);
}

bool GripTask::Step(double nowSeconds) {
  if (!Begun()) {
    return false;
  }
  std::string problem = ended_ ? "" : Interruption();
  const auto &command = goal_.getGoal()->command;
  if (problem.empty() && !(std::isfinite(command.position) && command.max_effort > 0)) {
    problem = "position " + std::to_string(command.position) + " m, max_effort " + std::to_string(command.max_effort) +
              " N; expected a number and more than 0";
  }
  if (!problem.empty()) {
    if (startSeconds_) {
      cell_.Grip(cell_.Body().OpeningMeters(), ArmBody::kMaxNewtons);
    }
    return Finish(problem);
  }
  if (!startSeconds_) {
    startSeconds_ = checkedSeconds_ = nowSeconds;
    checkedOpening_ = cell_.Body().OpeningMeters();
    cell_.Grip(command.position, command.max_effort);
    return false;
  }
  ended_ = ended_ || FingersEnded(nowSeconds);
  bool mayDisturb = cell_.Holding() || !cell_.Lifted();
  return ended_ && (mayDisturb || settling_.Done(cell_.Objects(), nowSeconds)) && Finish("");
}

bool GripTask::FingersEnded(double nowSeconds) {
  double opening = cell_.Body().OpeningMeters();
  if (std::abs(opening - cell_.GoalOpening()) < kFingersArrivedMeters ||
      nowSeconds - *startSeconds_ > kFingerPatienceSeconds) {
    return true;
  }
  if (nowSeconds - checkedSeconds_ < kStallCheckSeconds) {
    return false;
  }
  bool stalled = std::abs(opening - checkedOpening_) < kStallMeters;
  checkedSeconds_ = nowSeconds;
  checkedOpening_ = opening;
  return stalled;
}

bool GripTask::Finish(const std::string &problem) {
  cell_.PublishState();
  Result result;
  result.position = cell_.Body().OpeningMeters();
  result.effort = std::min(goal_.getGoal()->command.max_effort, ArmBody::kMaxNewtons);
  bool blocked = std::abs(result.position - cell_.GoalOpening()) > ArmCell::kNothingHeldBelow;
  result.stalled = problem.empty() && blocked;
  result.reached_goal = problem.empty() && !blocked;
  control_msgs::GripperCommandFeedback feedback;
  feedback.position = result.position;
  feedback.effort = result.effort;
  feedback.stalled = result.stalled;
  feedback.reached_goal = result.reached_goal;
  goal_.publishFeedback(feedback);
  End(result, problem);
  return true;
}

bool ArrangeTask::Step(double nowSeconds) {
  constexpr double kFallingSeconds = 0.1;  // what was just dropped has no speed yet
  if (!answer_) {
    answer_ = change_();
    changedSeconds_ = nowSeconds;
  }
  if (nowSeconds - *changedSeconds_ < kFallingSeconds || !settling_.Done(cell_.Objects(), nowSeconds)) {
    return false;
  }
  cell_.PublishPlaces();
  std_msgs::String message;
  message.data = *answer_;
  to_.publish(message);
  return true;
}

template class GoalTask<MotionServer>;
template class GoalTask<GripperServer>;

}  // namespace armfarm
