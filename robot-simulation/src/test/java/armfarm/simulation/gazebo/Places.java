package armfarm.simulation.gazebo;

import armfarm.messages.ArmId;
import armfarm.messages.Pose;
import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.ros.messages.StringMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a Gazebo arm's gripper and objects really are, from sim/places. */
final class Places implements AutoCloseable {
    private static final double GRASP_BELOW_CENTRE = 0.012;
    private static final double LOWEST = 0.006;
    private static final double HIGHEST = 0.028;
    private static final double NEAR_METERS = 0.02;

    private final RosNode node;
    private volatile String latest = "";

    Places(ArmId arm, URI master) {
        node = RosNode.start(GraphName.of("/test_places_" + arm), master, RosHost.loopback());
        node.subscribe(GraphName.of("/" + arm + "/sim/places"), StringMessage.TYPE, message -> latest = message.data());
    }

    private JsonNode json() {
        try {
            return new ObjectMapper().readTree(latest);
        } catch (JsonProcessingException e) {
            throw new AssertionError(latest, e);
        }
    }

    /** Messages of other topics may overtake this one. */
    void awaitScene(String sceneId) {
        Await.until(
                "places of " + sceneId,
                () -> !latest.isEmpty() && json().path("scene_id").asText().equals(sceneId));
    }

    /** Blocks until the gripper is seen near a pose, which the last motion has reached. */
    double[] awaitTip(Pose reached) {
        Await.until("tip near " + reached, () -> !latest.isEmpty() && distance(tip(), reached) < NEAR_METERS);
        return tip();
    }

    private double[] tip() {
        return point(json().get("tip"));
    }

    private static double distance(double[] at, Pose pose) {
        return Math.hypot(Math.hypot(at[0] - pose.xMeters(), at[1] - pose.yMeters()), at[2] - pose.zMeters());
    }

    Map<String, double[]> objects() {
        Map<String, double[]> objects = new TreeMap<>();
        json().get("objects").properties().forEach(field -> objects.put(field.getKey(), point(field.getValue())));
        return objects;
    }

    /** Within the workspace, the one farthest from its neighbours first. */
    List<String> easiest() {
        Map<String, double[]> objects = objects();
        return objects.keySet().stream()
                .filter(id -> Math.abs(objects.get(id)[0] - 0.55) < 0.1 && Math.abs(objects.get(id)[1]) < 0.1)
                .sorted(Comparator.comparingDouble(id -> -clearance(objects.get(id)[0], objects.get(id)[1], id)))
                .toList();
    }

    Pose grasp(String id, double yawRadians) {
        double[] at = objects().get(id);
        double z = Math.max(LOWEST, Math.min(HIGHEST, at[2] - GRASP_BELOW_CENTRE));
        return Pose.topDown(at[0], at[1], z, yawRadians);
    }

    /** The place over the bin's floor that is farthest from every object. */
    Pose emptiest() {
        double best = -1;
        Pose pose = Pose.IDENTITY;
        for (int i = -8; i <= 8; i++) {
            for (int j = -8; j <= 8; j++) {
                double x = 0.55 + 0.01 * i;
                double y = 0.01 * j;
                if (clearance(x, y, "") > best) {
                    best = clearance(x, y, "");
                    pose = Pose.topDown(x, y, 0.02, 0);
                }
            }
        }
        return pose;
    }

    private double clearance(double x, double y, String except) {
        return objects().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(except))
                .mapToDouble(entry -> Math.hypot(entry.getValue()[0] - x, entry.getValue()[1] - y))
                .min()
                .orElse(1);
    }

    private static double[] point(JsonNode node) {
        return new double[] {
            node.get(0).doubleValue(), node.get(1).doubleValue(), node.get(2).doubleValue()
        };
    }

    @Override
    public void close() {
        node.close();
    }
}
