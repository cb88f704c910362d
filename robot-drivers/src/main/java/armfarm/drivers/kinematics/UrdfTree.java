package armfarm.drivers.kinematics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The links of a URDF file as the tree they have to be: one root, every other link hanging on one joint. Immutable. */
final class UrdfTree {
    private static final int SHOWN_LINKS = 40;

    private final Map<String, UrdfJoint> byChild = new HashMap<>();
    private final Set<String> links = new LinkedHashSet<>();

    /**
     * Checks the whole file, also what is outside the arm: another program would read another robot out of it.
     *
     * @throws IllegalArgumentException if it is no tree; it names the joints and links
     */
    UrdfTree(List<UrdfJoint> joints, List<String> declaredLinks) {
        for (String link : declaredLinks) {
            if (!links.add(link)) {
                throw new IllegalArgumentException("link '" + link + "' is there twice; each name may be given once");
            }
        }
        Set<String> names = new HashSet<>();
        for (UrdfJoint joint : joints) {
            joint.requireLinks();
            if (!names.add(joint.name)) {
                throw new IllegalArgumentException(
                        "joint '" + joint.name + "' is there twice; each name may be given once");
            }
            UrdfJoint other = byChild.put(joint.child, joint);
            if (other != null) {
                throw new IllegalArgumentException("link '" + joint.child + "' hangs on two joints, '" + other.name
                        + "' and '" + joint.name + "'; expected one");
            }
            links.add(joint.parent);
            links.add(joint.child);
        }
        requireNoLoop();
        requireOneRoot();
    }

    private void requireNoLoop() {
        Set<String> sound = new HashSet<>();
        for (String link : links) {
            Set<String> way = new LinkedHashSet<>();
            String above = link;
            while (byChild.containsKey(above) && !sound.contains(above)) {
                if (!way.add(above)) {
                    throw new IllegalArgumentException("the links " + way + " hang on each other in a loop; one of them"
                            + " has to hang on the rest of the robot");
                }
                above = byChild.get(above).parent;
            }
            sound.addAll(way);
        }
    }

    private void requireOneRoot() {
        List<String> roots =
                links.stream().filter(link -> !byChild.containsKey(link)).toList();
        if (roots.size() > 1) {
            throw new IllegalArgumentException("the links " + roots + " hang on nothing, expected one root; join them"
                    + " with fixed joints, or delete what is not used");
        }
    }

    /** The joints from one link up to another, in the order base to tip. */
    Deque<UrdfJoint> path(String baseLink, String tipLink) {
        Deque<UrdfJoint> path = new ArrayDeque<>();
        String link = tipLink;
        while (!link.equals(baseLink)) {
            UrdfJoint joint = byChild.get(link);
            if (joint == null) {
                throw new IllegalArgumentException("link '" + tipLink + "' does not hang on link '" + baseLink
                        + "': going up from it, '" + link + "' is the last one; links there are " + shownLinks());
            }
            path.addFirst(joint);
            link = joint.parent;
        }
        return path;
    }

    private List<String> shownLinks() {
        List<String> all = new ArrayList<>(links);
        return all.size() > SHOWN_LINKS ? all.subList(0, SHOWN_LINKS) : all;
    }
}
