#pragma once

#include <algorithm>
#include <chrono>
#include <string>

namespace armfarm {

// Whether an arm may move: only while its controller says so again and again. Counts wall time between steps, each step
// for at most a tenth of a second, so that a pause of this whole process is not taken for the controller's silence.
class DeadMan {
 public:
  static constexpr double kSilenceSeconds = 0.5;

  void Beat(bool allowed) {
    everBeaten_ = true;
    sinceBeat_ = 0;
    if (!allowed) {
      sinceForbidden_ = 0;
    }
  }

  // To be called in every step.
  void Tick() {
    auto now = std::chrono::steady_clock::now();
    double passed = std::min(0.1, std::chrono::duration<double>(now - last_).count());
    last_ = now;
    sinceBeat_ += passed;
    sinceForbidden_ += passed;
  }

  // Why the arm must not move; empty while it may.
  std::string Refusal() const {
    if (sinceForbidden_ < kSilenceSeconds) {
      return "the controller says stop";
    }
    if (sinceBeat_ < kSilenceSeconds) {
      return "";
    }
    return everBeaten_ ? "no heartbeat of a controller for 0.5 s" : "no heartbeat of a controller yet";
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  double sinceBeat_ = kSilenceSeconds;
  double sinceForbidden_ = kSilenceSeconds;
  bool everBeaten_ = false;
};

}  // namespace armfarm
