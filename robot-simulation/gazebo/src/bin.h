#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gazebo/physics/PhysicsTypes.hh>
#include <ignition/math/Pose3.hh>

namespace armfarm {

// The bin of one cell and all objects that ever lie in it. Those that do not are parked below the floor, asleep: nothing
// is ever created or deleted while the world runs.
class Bin {
 public:
  // Above this an object has been lifted out of the bin, metres.
  static constexpr double kLiftedMeters = 0.14;

  // The objects are the world's models whose names begin with the prefix; the rest of the name is the object's id.
  Bin(const gazebo::physics::WorldPtr &world, const std::string &prefix, const ignition::math::Pose3d &baseInWorld);

  // Puts new objects into the bin; ids begin with "train-", "held-" or "kind-". Returns false if there are none of that set.
  bool Fill(const std::string &set, uint64_t seed, size_t count);
  // Drops the same objects again.
  void Stir(uint64_t seed);

  // To be called in every step.
  void Watch(double nowSeconds);
  // Whether all objects have been at rest for a moment.
  bool AtRest(double nowSeconds) const { return nowSeconds - lastMovedSeconds_ > kRestSeconds; }
  // Takes the speed from what still rocks.
  void Stop();
  // Drops objects that left the bin back into it. Returns whether there were any.
  bool RescueEscaped();

  // Id of the object that is highest above the lifted height; empty if none is.
  std::string Lifted() const;
  // JSON: "id":[x,y,z] of each object in the bin, metres in the base frame, with commas between.
  std::string Places() const;

 private:
  static constexpr double kRestSeconds = 0.12;

  struct Object {
    std::string id;
    gazebo::physics::ModelPtr model;
    bool inBin;
  };

  void Park(size_t index);
  void Drop(uint64_t seed, std::vector<size_t> indices);
  void Put(Object &object, const ignition::math::Pose3d &inBase);
  ignition::math::Vector3d InBase(const Object &object) const;

  ignition::math::Pose3d baseInWorld_;
  std::vector<Object> objects_;
  double lastMovedSeconds_ = 0;
};

}  // namespace armfarm
