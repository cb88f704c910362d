package armfarm.drivers.kinematics;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the joints between two links out of a URDF robot description: origin, axis and limits. Everything else (meshes,
 * inertia, sensors) is skipped. Document types and external entities are not read.
 *
 * <p>Source: ROS wiki, "urdf/XML/joint". Stateless.
 */
public final class UrdfReader {
    private static final int MAX_JOINTS = 10_000;

    private UrdfReader() {}

    /** @throws FarmException (CONFIG) if the file cannot be read or has no such chain; it says what is missing */
    public static KinematicChain read(Path file, String baseLink, String tipLink) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString(), baseLink, tipLink);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.CONFIG, "URDF file " + file + " cannot be read: " + e + "; check the path", e);
        }
    }

    /** @param source where the text is from, for messages */
    public static KinematicChain read(InputStream in, String source, String baseLink, String tipLink) {
        try {
            return chain(parse(in), source, baseLink, tipLink);
        } catch (XMLStreamException | IllegalArgumentException e) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "URDF " + source + " cannot be used: " + e.getMessage()
                            + "; expected a robot description as 'xacro' writes it",
                    e);
        }
    }

    /** A joint as it stands in the file. */
    private static final class RawJoint {
        private final String name;
        private final String type;
        private String parent = "";
        private String child = "";
        private Pose origin = Pose.IDENTITY;
        private KinematicChain.Axis axis = new KinematicChain.Axis(1, 0, 0);
        private JointLimits limits = JointLimits.NONE;
        private boolean mimics;

        private RawJoint(String name, String type) {
            this.name = name;
            this.type = type;
        }
    }

    private static List<RawJoint> parse(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        List<RawJoint> joints = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        RawJoint open = null;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                path.addLast(xml.getLocalName());
                boolean top = path.size() == 2 && path.getFirst().equals("robot");
                if (top && xml.getLocalName().equals("joint")) {
                    open = new RawJoint(required(xml, "name"), required(xml, "type"));
                    joints.add(open);
                } else if (open != null && path.size() == 3) {
                    fill(open, xml);
                }
                if (joints.size() > MAX_JOINTS) {
                    throw new IllegalArgumentException("more than " + MAX_JOINTS + " joints");
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                path.removeLast();
                open = path.size() < 2 ? null : open;
            }
        }
        if (joints.isEmpty()) {
            throw new IllegalArgumentException("it has no <joint> in a <robot>");
        }
        return joints;
    }

    private static void fill(RawJoint joint, XMLStreamReader xml) {
        switch (xml.getLocalName()) {
            case "parent" -> joint.parent = required(xml, "link");
            case "child" -> joint.child = required(xml, "link");
            case "origin" -> joint.origin = pose(numbers(xml, "xyz", 0, 0, 0), numbers(xml, "rpy", 0, 0, 0));
            case "axis" -> {
                double[] axis = numbers(xml, "xyz", 1, 0, 0);
                if (axis[0] != 0 || axis[1] != 0 || axis[2] != 0) {
                    joint.axis = new KinematicChain.Axis(axis[0], axis[1], axis[2]);
                }
            }
            case "limit" -> limit(joint, xml);
            case "mimic" -> joint.mimics = true;
            default -> {}
        }
    }

    private static void limit(RawJoint joint, XMLStreamReader xml) {
        if (!joint.type.equals("revolute") && !joint.type.equals("prismatic")) {
            return;
        }
        double velocity = number(xml, "velocity", 0);
        joint.limits = new JointLimits(
                number(xml, "lower", 0),
                number(xml, "upper", 0),
                velocity > 0 ? velocity : Double.POSITIVE_INFINITY,
                number(xml, "effort", Double.POSITIVE_INFINITY));
    }

    private static KinematicChain chain(List<RawJoint> all, String source, String baseLink, String tipLink) {
        Map<String, RawJoint> byChild = new HashMap<>();
        all.forEach(joint -> byChild.put(joint.child, joint));
        Deque<RawJoint> path = new ArrayDeque<>();
        String link = tipLink;
        while (!link.equals(baseLink)) {
            RawJoint joint = byChild.get(link);
            if (joint == null || path.size() > all.size()) {
                throw new IllegalArgumentException("link '" + tipLink + "' does not hang on link '" + baseLink
                        + "': going up from it, '" + link + "' is the last one; links there are " + links(all));
            }
            path.addFirst(joint);
            link = joint.parent;
        }
        return folded(path, source, baseLink, tipLink);
    }

    private static KinematicChain folded(Iterable<RawJoint> path, String source, String baseLink, String tipLink) {
        List<KinematicChain.Joint> joints = new ArrayList<>();
        Pose pending = Pose.IDENTITY;
        for (RawJoint raw : path) {
            Pose origin = pending.compose(raw.origin);
            if (raw.type.equals("fixed")) {
                pending = origin;
                continue;
            }
            joints.add(new KinematicChain.Joint(raw.name, kind(raw), origin, raw.axis, raw.limits));
            pending = Pose.IDENTITY;
        }
        if (joints.isEmpty()) {
            throw new IllegalArgumentException(
                    "no joint moves between '" + baseLink + "' and '" + tipLink + "' in " + source);
        }
        return new KinematicChain(baseLink, tipLink, joints, pending);
    }

    private static KinematicChain.Kind kind(RawJoint joint) {
        if (joint.mimics) {
            throw new IllegalArgumentException("joint '" + joint.name + "' mimics another one, which is not supported"
                    + " inside the arm; choose a tip link before it");
        }
        if (joint.type.equals("revolute") && joint.limits.equals(JointLimits.NONE)) {
            throw new IllegalArgumentException("joint '" + joint.name + "' is revolute but has no <limit>; give it one,"
                    + " or type continuous if it has no end");
        }
        return switch (joint.type) {
            case "continuous" -> KinematicChain.Kind.TURNS;
            case "revolute" -> KinematicChain.Kind.TURNS;
            case "prismatic" -> KinematicChain.Kind.SLIDES;
            default ->
                throw new IllegalArgumentException("joint '" + joint.name + "' is of type '" + joint.type
                        + "'; expected fixed, revolute, continuous or prismatic");
        };
    }

    private static List<String> links(List<RawJoint> joints) {
        List<String> links = new ArrayList<>();
        joints.forEach(joint -> links.add(joint.child));
        return links.size() > 40 ? links.subList(0, 40) : links;
    }

    /** URDF's fixed-axis roll, pitch and yaw. */
    private static Pose pose(double[] xyz, double[] rpy) {
        double cr = Math.cos(rpy[0] / 2);
        double sr = Math.sin(rpy[0] / 2);
        double cp = Math.cos(rpy[1] / 2);
        double sp = Math.sin(rpy[1] / 2);
        double cy = Math.cos(rpy[2] / 2);
        double sy = Math.sin(rpy[2] / 2);
        return new Pose(
                xyz[0],
                xyz[1],
                xyz[2],
                sr * cp * cy - cr * sp * sy,
                cr * sp * cy + sr * cp * sy,
                cr * cp * sy - sr * sp * cy,
                cr * cp * cy + sr * sp * sy);
    }

    private static String required(XMLStreamReader xml, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "line " + xml.getLocation().getLineNumber() + ": <" + xml.getLocalName() + "> has no " + attribute);
        }
        return value;
    }

    private static double number(XMLStreamReader xml, String attribute, double fallback) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? fallback : parse(xml, attribute, value.strip());
    }

    private static double[] numbers(XMLStreamReader xml, String attribute, double... fallback) {
        String value = xml.getAttributeValue(null, attribute);
        if (value == null) {
            return fallback;
        }
        String[] words = value.strip().split("\\s+", -1);
        if (words.length != fallback.length) {
            throw bad(xml, attribute, value, fallback.length + " numbers");
        }
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = parse(xml, attribute, words[i]);
        }
        return numbers;
    }

    private static double parse(XMLStreamReader xml, String attribute, String word) {
        try {
            double number = Double.parseDouble(word);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad(xml, attribute, word, "a number");
        }
        throw bad(xml, attribute, word, "a finite number");
    }

    private static IllegalArgumentException bad(XMLStreamReader xml, String attribute, String found, String expected) {
        return new IllegalArgumentException("line " + xml.getLocation().getLineNumber() + ": " + attribute + " of <"
                + xml.getLocalName() + "> is '" + found + "', expected " + expected
                + (found.contains("${") ? " (run xacro on it first)" : ""));
    }
}
