#include "bin.h"

#include <cmath>
#include <random>
#include <sstream>

#include <gazebo/physics/Link.hh>
#include <gazebo/physics/Model.hh>
#include <gazebo/physics/World.hh>

namespace armfarm {
namespace {

using ignition::math::Pose3d;
using ignition::math::Quaterniond;
using ignition::math::Vector3d;

// The bin's middle in the base frame, and how far from it an object may be.
const Vector3d kBinInBase(0.55, 0, 0);
constexpr double kEscapedMeters = 0.20;
constexpr double kTooHighMeters = 1;
constexpr double kTooLowMeters = -0.02;

constexpr double kDropHalfWidth = 0.075;
constexpr double kFirstDrop = 0.06;
constexpr double kDropSpacing = 0.06;
constexpr double kRescueHeight = 0.18;
constexpr double kParkedBehind = 2;
constexpr double kParkedSpacing = 0.3;

constexpr double kMovingMetersPerSecond = 0.04;
constexpr double kMovingRadiansPerSecond = 1;

// The same numbers on every machine, which the distributions of the standard library do not promise.
double Uniform(std::mt19937_64 &random) { return (random() >> 11) * 0x1.0p-53; }

Quaterniond Orientation(std::mt19937_64 &random) {
  double a = std::sqrt(1 - Uniform(random));
  double u = 2 * M_PI * Uniform(random);
  double v = 2 * M_PI * Uniform(random);
  double b = std::sqrt(1 - a * a);
  return Quaterniond(a * std::cos(u), a * std::sin(u), b * std::cos(v), b * std::sin(v));
}

}  // namespace

Bin::Bin(const gazebo::physics::WorldPtr &world, const std::string &prefix, const Pose3d &baseInWorld)
    : baseInWorld_(baseInWorld) {
  for (const auto &model : world->Models()) {
    const std::string &name = model->GetName();
    if (name.compare(0, prefix.size(), prefix) == 0) {
      objects_.push_back({name.substr(prefix.size()), model, false});
      Park(objects_.size() - 1);
    }
  }
}

void Bin::Park(size_t index) {
  Object &object = objects_[index];
  object.inBin = false;
  object.model->SetGravityMode(false);
  Put(object, Pose3d(-kParkedBehind, 0, -kParkedSpacing * (index + 1), 0, 0, 0));
  object.model->SetEnabled(false);
}

void Bin::Put(Object &object, const Pose3d &inBase) {
  object.model->SetWorldPose(Pose3d(baseInWorld_.Pos() + inBase.Pos(), inBase.Rot()));
  object.model->ResetPhysicsStates();
}

bool Bin::Fill(const std::string &set, uint64_t seed, size_t count) {
  std::vector<size_t> pool;
  for (size_t i = 0; i < objects_.size(); ++i) {
    if (objects_[i].id.compare(0, set.size(), set) == 0) {
      pool.push_back(i);
    }
  }
  if (pool.empty()) {
    return false;
  }
  std::mt19937_64 random(seed);
  std::vector<size_t> chosen;
  while (chosen.size() < count && !pool.empty()) {
    size_t at = static_cast<size_t>(Uniform(random) * pool.size());
    chosen.push_back(pool[at]);
    pool.erase(pool.begin() + at);
  }
  for (size_t i = 0; i < objects_.size(); ++i) {
    if (objects_[i].inBin) {
      Park(i);
    }
  }
  Drop(random(), chosen);
  return true;
}

void Bin::Stir(uint64_t seed) {
  std::vector<size_t> present;
  for (size_t i = 0; i < objects_.size(); ++i) {
    if (objects_[i].inBin) {
      present.push_back(i);
    }
  }
  Drop(seed, present);
}

void Bin::Drop(uint64_t seed, std::vector<size_t> indices) {
  std::mt19937_64 random(seed);
  double height = kFirstDrop;
  for (size_t index : indices) {
    Object &object = objects_[index];
    double x = kBinInBase.X() + (2 * Uniform(random) - 1) * kDropHalfWidth;
    double y = kBinInBase.Y() + (2 * Uniform(random) - 1) * kDropHalfWidth;
    Quaterniond turn = Orientation(random);
    object.model->SetEnabled(true);
    object.model->SetGravityMode(true);
    Put(object, Pose3d(Vector3d(x, y, height), turn));
    object.inBin = true;
    height += kDropSpacing;
  }
}

Vector3d Bin::InBase(const Object &object) const { return object.model->WorldPose().Pos() - baseInWorld_.Pos(); }

void Bin::Watch(double nowSeconds) {
  for (const Object &object : objects_) {
    if (object.inBin && (object.model->WorldLinearVel().Length() > kMovingMetersPerSecond ||
                         object.model->WorldAngularVel().Length() > kMovingRadiansPerSecond)) {
      lastMovedSeconds_ = nowSeconds;
      return;
    }
  }
}

void Bin::Stop() {
  for (const Object &object : objects_) {
    if (object.inBin) {
      object.model->ResetPhysicsStates();
    }
  }
}

bool Bin::RescueEscaped() {
  bool any = false;
  for (Object &object : objects_) {
    Vector3d at = InBase(object) - kBinInBase;
    bool inside = std::abs(at.X()) < kEscapedMeters && std::abs(at.Y()) < kEscapedMeters && at.Z() > kTooLowMeters &&
                  at.Z() < kTooHighMeters;
    if (object.inBin && !inside) {
      Put(object, Pose3d(kBinInBase + Vector3d(0, 0, kRescueHeight), Quaterniond::Identity));
      any = true;
    }
  }
  return any;
}

std::string Bin::Lifted() const {
  std::string highest;
  double height = kLiftedMeters;
  for (const Object &object : objects_) {
    double z = InBase(object).Z();
    if (object.inBin && z > height) {
      height = z;
      highest = object.id;
    }
  }
  return highest;
}

std::string Bin::Places() const {
  std::ostringstream json;
  for (const Object &object : objects_) {
    if (object.inBin) {
      Vector3d at = InBase(object);
      json << (json.tellp() > 0 ? "," : "") << '"' << object.id << "\":[" << at.X() << ',' << at.Y() << ',' << at.Z() << ']';
    }
  }
  return json.str();
}

}  // namespace armfarm
