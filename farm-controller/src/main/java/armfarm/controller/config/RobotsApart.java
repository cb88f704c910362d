package armfarm.controller.config;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.cell.CellSpec;
import armfarm.messages.ArmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds two cells that are one robot. Names are compared as they are used, below their namespaces. What a cell commands, or
 * learns about its own arm, belongs to it alone; a camera's images and what asks for them may be shared. Stateless.
 */
final class RobotsApart {
    private RobotsApart() {}

    /** One line for each name that two of the farm's arms, or two settings of one cell, would use. */
    static List<String> problems(List<CellConfig> cells, int simulatedArms) {
        Map<String, String> users = new HashMap<>();
        for (int i = 1; i <= simulatedArms; i++) {
            ArmId arm = new ArmId("arm_" + i);
            own(ArmTopics.of(arm)).forEach((name, key) -> users.put(name, "simulated arm " + arm));
        }
        List<String> problems = new ArrayList<>();
        for (CellConfig cell : cells) {
            CellSpec spec = cell.spec();
            String who = spec.source() + " (" + spec.arm() + ")";
            Map<String, String> own = own(spec.topics());
            joints(spec).forEach(own::putIfAbsent);
            Set<String> told = new HashSet<>();
            own.forEach((name, key) -> {
                String other = users.putIfAbsent(name, who);
                if (other != null && told.add(key)) {
                    problems.add(spec.source() + "." + key + ": " + who + " and " + other + " both use " + name
                            + "; one robot has one cell: give each its own namespace, or write its own name here");
                }
            });
            if (spec.topics().trajectory().equals(spec.topics().gripper())) {
                problems.add(spec.source() + ".actions.gripper: is the same as actions.trajectory, "
                        + spec.topics().trajectory() + "; name the gripper's own action");
            }
        }
        return problems;
    }

    /** Names that only one arm may use, with their keys. */
    private static Map<String, String> own(ArmTopics topics) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(topics.trajectory().path(), "actions.trajectory");
        names.put(topics.gripper().path(), "actions.gripper");
        names.put(topics.heartbeat().path(), "topics.heartbeat");
        topics.bin().ifPresent(bin -> {
            names.put(bin.arrange().path(), "topics.arrange");
            names.put(bin.arranged().path(), "topics.arranged");
        });
        topics.truth().ifPresent(name -> names.put(name.path(), "topics.truth"));
        // It says where the camera is in the frame of one arm's base.
        topics.cameraInBase().ifPresent(name -> names.put(name.path(), "topics.camera_in_base"));
        return names;
    }

    /** Several arms may share a topic of joint states, but not a joint in it. */
    private static Map<String, String> joints(CellSpec spec) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String joint : spec.jointNames()) {
            names.put("joint " + joint + " of " + spec.topics().jointStates(), "joints.names");
        }
        spec.topics()
                .gripperState()
                .ifPresent(topic ->
                        names.putIfAbsent("joint " + spec.gripper().joint() + " of " + topic, "gripper.joint"));
        return names;
    }
}
