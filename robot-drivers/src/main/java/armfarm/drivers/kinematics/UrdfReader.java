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
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the joints between two links out of a URDF robot description: origin, axis and limits, those of the safety
 * controller too. Everything else (meshes, inertia, sensors) is skipped. What is contradictory is refused with the joint's
 * or link's name, also outside the arm. Document types and external entities are not read.
 *
 * <p>Source: ROS wiki, "urdf/XML/joint". Stateless.
 */
public final class UrdfReader {
    private static final int MAX_JOINTS = 10_000;
    /** Not Java's own forms, such as 1f and 0x1p3. */
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

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

    /** What of the file counts. */
    private record Robot(List<UrdfJoint> joints, List<String> links) {}

    private static Robot parse(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        Robot robot = new Robot(new ArrayList<>(), new ArrayList<>());
        Deque<String> path = new ArrayDeque<>();
        UrdfJoint open = null;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                path.addLast(xml.getLocalName());
                if (path.size() == 2 && path.getFirst().equals("robot")) {
                    open = begin(robot, xml);
                } else if (open != null && path.size() == 3) {
                    fill(open, xml);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                path.removeLast();
                open = path.size() < 2 ? null : open;
            }
        }
        if (robot.joints.isEmpty()) {
            throw new IllegalArgumentException("it has no <joint> in a <robot>");
        }
        return robot;
    }

    /** @return the joint that begins here; null if something else does */
    private static UrdfJoint begin(Robot robot, XMLStreamReader xml) {
        if (xml.getLocalName().equals("link")) {
            robot.links.add(required(xml, "name"));
        }
        if (!xml.getLocalName().equals("joint")) {
            return null;
        }
        UrdfJoint joint = new UrdfJoint(required(xml, "name"), required(xml, "type"));
        robot.joints.add(joint);
        if (robot.joints.size() > MAX_JOINTS) {
            throw new IllegalArgumentException("more than " + MAX_JOINTS + " joints");
        }
        return joint;
    }

    private static void fill(UrdfJoint joint, XMLStreamReader xml) {
        joint.began(xml.getLocalName());
        switch (xml.getLocalName()) {
            case "parent" -> joint.parent = required(xml, "link");
            case "child" -> joint.child = required(xml, "link");
            case "origin" -> joint.origin = pose(numbers(xml, "xyz", 0, 0, 0), numbers(xml, "rpy", 0, 0, 0));
            case "axis" -> joint.axis = numbers(xml, "xyz", 1, 0, 0);
            case "limit" -> take(joint, xml, "lower", "upper", "velocity", "effort");
            case "safety_controller" -> take(joint, xml, "soft_lower_limit", "soft_upper_limit");
            case "mimic" -> joint.mimics = true;
            default -> {}
        }
    }

    private static void take(UrdfJoint joint, XMLStreamReader xml, String... attributes) {
        for (String attribute : attributes) {
            String value = xml.getAttributeValue(null, attribute);
            if (value != null) {
                joint.number(attribute, parse(xml, attribute, value.strip()));
            }
        }
    }

    private static KinematicChain chain(Robot robot, String source, String baseLink, String tipLink) {
        List<KinematicChain.Joint> joints = new ArrayList<>();
        Pose pending = Pose.IDENTITY;
        for (UrdfJoint raw : new UrdfTree(robot.joints, robot.links).path(baseLink, tipLink)) {
            Pose origin = pending.compose(raw.origin);
            if (raw.fixed()) {
                pending = origin;
                continue;
            }
            joints.add(raw.moving(origin));
            pending = Pose.IDENTITY;
        }
        if (joints.isEmpty()) {
            throw new IllegalArgumentException(
                    "no joint moves between '" + baseLink + "' and '" + tipLink + "' in " + source);
        }
        return new KinematicChain(baseLink, tipLink, joints, pending);
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
        if (!DECIMAL.matcher(word).matches()) {
            throw bad(xml, attribute, word, "a number");
        }
        double number = Double.parseDouble(word);
        if (!Double.isFinite(number)) {
            throw bad(xml, attribute, word, "a finite number");
        }
        return number;
    }

    private static IllegalArgumentException bad(XMLStreamReader xml, String attribute, String found, String expected) {
        return new IllegalArgumentException("line " + xml.getLocation().getLineNumber() + ": " + attribute + " of <"
                + xml.getLocalName() + "> is '" + found + "', expected " + expected
                + (found.contains("${") ? " (run xacro on it first)" : ""));
    }
}
