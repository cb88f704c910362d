#include "arm_cell.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>
#include <gazebo/common/Console.hh>
#include <gazebo/physics/Model.hh>
#include <gazebo/physics/World.hh>
#include <sensor_msgs/JointState.h>

#include "tasks.h"

namespace armfarm {
namespace {

constexpr size_t kObjectsInBin = 8;
// One blocked motion is an accident of the bin.
constexpr int kMaxUnmoved = 3;

gazebo::physics::ModelPtr Model(const gazebo::physics::WorldPtr &world, const std::string &name) {
  gazebo::physics::ModelPtr model = world->ModelByName(name);
  if (!model) {
    throw std::runtime_error("the world has no model " + name);
  }
  return model;
}

std::string Quoted(const std::string &text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
    }
    quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return quoted + '"';
}

void Publish(const ros::Publisher &publisher, const std::string &text) {
  std_msgs::String message;
  message.data = text;
  publisher.publish(message);
}

}  // namespace

ArmCell::ArmCell(const std::string &arm, const gazebo::physics::WorldPtr &world, const Posture &home,
                 ros::NodeHandle root)
    : name_(arm),
      baseInWorld_(Model(world, arm)->WorldPose().Pos()),
      body_(Model(world, arm)),
      bin_(world, arm + ".", Model(world, arm)->WorldPose()),
      target_(home),
      node_(root, arm) {
  body_.Place(home, ArmBody::kMaxOpening);
  joints_ = node_.advertise<sensor_msgs::JointState>("joint_states", 10, true);
  gripper_ = node_.advertise<sensor_msgs::JointState>("gripper/state", 10, true);
  truth_ = node_.advertise<std_msgs::String>("sim/truth", 10);
  places_ = node_.advertise<std_msgs::String>("sim/places", 10, true);
  heartbeat_ = node_.subscribe<std_msgs::Bool>("safety/heartbeat", 10, [this](const std_msgs::Bool::ConstPtr &beat) {
    deadMan_.Beat(beat->data);
  });
  arranged_ = node_.advertise<std_msgs::String>("workcell/arranged", 10);
  arrange_ = node_.subscribe("workcell/arrange", 10, &ArmCell::Arrange, this);
  auto notice = [](auto) {};  // a task sees the cancel in its goal's status
  motionServer_ = std::make_unique<MotionServer>(
      node_, "arm_controller/follow_joint_trajectory",
      [this](MotionServer::GoalHandle goal) { Enqueue<MotionTask, MotionServer>(goal); }, notice, false);
  gripperServer_ = std::make_unique<GripperServer>(
      node_, "gripper_controller/gripper_cmd",
      [this](GripperServer::GoalHandle goal) { Enqueue<GripTask, GripperServer>(goal); }, notice, false);
  motionServer_->start();
  gripperServer_->start();
}

template <typename TaskType, typename Server>
void ArmCell::Enqueue(typename Server::GoalHandle goal) {
  for (auto &task : tasks_) {
    if (dynamic_cast<TaskType *>(task.get())) {
      task->Supersede();
    }
  }
  tasks_.push_back(std::make_unique<TaskType>(*this, goal));
}

void ArmCell::Step(double nowSeconds) {
  deadMan_.Tick();
  if (fault_.empty() && !body_.Sane()) {
    Fail("a joint's position is not a number");
  }
  if (fault_.empty()) {
    bin_.Watch(nowSeconds);
  }
  if (!announced_) {
    announced_ = true;
    PublishState();
  }
  if (!tasks_.empty() && tasks_.front()->Step(nowSeconds)) {
    tasks_.pop_front();
  }
  if (fault_.empty()) {
    body_.DriveArm(target_, targetVelocity_);
    body_.DriveFingers(goalOpening_, gripNewtons_);
  }
}

void ArmCell::MoveTo(const Posture &radians, const Posture &radiansPerSecond) {
  target_ = radians;
  targetVelocity_ = radiansPerSecond;
}

void ArmCell::HoldHere() {
  if (fault_.empty()) {
    MoveTo(body_.Measured(), Posture{});
  }
}

void ArmCell::Grip(double openingMeters, double newtons) {
  goalOpening_ = std::max(0.0, std::min(ArmBody::kMaxOpening, openingMeters));
  gripNewtons_ = newtons;
}

void ArmCell::PublishJoints() {
  sensor_msgs::JointState message;
  message.header.stamp = ros::Time::now();
  Posture measured = body_.Measured();
  for (int j = 0; j < kJoints; ++j) {
    message.name.push_back("joint_" + std::to_string(j + 1));
    message.position.push_back(measured[j]);
  }
  joints_.publish(message);
}

void ArmCell::PublishState() {
  PublishJoints();
  sensor_msgs::JointState message;
  message.header.stamp = ros::Time::now();
  message.name.push_back("gripper_opening");
  message.position.push_back(body_.OpeningMeters());
  gripper_.publish(message);
}

void ArmCell::PublishTruth() { Publish(truth_, "{\"held_object\":" + Quoted(bin_.Lifted()) + "}"); }

void ArmCell::PublishPlaces() {
  std::ostringstream json;
  ignition::math::Vector3d tip = TipInBase();
  json << "{\"stamp\":" << ros::Time::now().toSec() << ",\"scene_id\":" << Quoted(scene_) << ",\"tip\":[" << tip.X() << ',' << tip.Y() << ',' << tip.Z()
       << "],\"objects\":{" << bin_.Places() << "}}";
  Publish(places_, json.str());
}

void ArmCell::NoteMotion(bool moved) {
  unmoved_ = moved ? 0 : unmoved_ + 1;
  if (unmoved_ >= kMaxUnmoved) {
    Fail("its joints did not move in " + std::to_string(unmoved_) + " motions");
  }
}

void ArmCell::Fail(const std::string &why) {
  fault_ = name_ + ": " + why + "; restart the world";
  gzerr << fault_ << std::endl;
}

void ArmCell::Arrange(const std_msgs::String::ConstPtr &request) {
  boost::property_tree::ptree json;
  std::string id;
  try {
    std::istringstream in(request->data);
    boost::property_tree::read_json(in, json);
    id = json.get<std::string>("id");
  } catch (const boost::property_tree::ptree_error &e) {
    gzerr << name_ << ": a request on workcell/arrange cannot be read: " << e.what() << std::endl;
    return;
  }
  auto change = [this, json, id]() -> std::string {
    auto refused = [&id](const std::string &why) { return "{\"id\":" + Quoted(id) + ",\"error\":" + Quoted(why) + "}"; };
    std::string kind = json.get("kind", "");
    std::string set = json.get("object_set", "");
    auto seed = json.get_optional<int64_t>("seed");
    std::string prefix = set == "training"         ? "train-"
                         : set == "held_out"       ? "held-"
                         : set == "held_out_kinds" ? "kind-"
                                                   : "";
    if ((kind != "stir" && kind != "new_objects") || prefix.empty() || !seed) {
      return refused("expected a known kind, a known object_set and a whole number seed");
    }
    if (kind == "stir") {
      bin_.Stir(*seed);
    } else {
      if (!bin_.Fill(prefix, *seed, kObjectsInBin)) {
        return refused("the world has no objects of the set " + set);
      }
      std::ostringstream scene;
      scene << prefix << std::hex << static_cast<uint64_t>(*seed);
      scene_ = scene.str();
      objectSet_ = set;
    }
    return "{\"id\":" + Quoted(id) + ",\"scene_id\":" + Quoted(scene_) + ",\"object_set\":" + Quoted(objectSet_) + "}";
  };
  tasks_.push_back(std::make_unique<ArrangeTask>(*this, arranged_, change));
}

}  // namespace armfarm
