package armfarm.simulation.gazebo;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Pieces of Gazebo's world format that arms, bins and objects have in common. Stateless. */
final class Sdf {
    /** Friction of what an object touches; with an object it is the smaller one that counts. */
    static final double STEADY = 1;

    private Sdf() {}

    static String numbers(double... values) {
        return Arrays.stream(values)
                .mapToObj(value -> String.format(Locale.ROOT, "%.9g", value))
                .collect(Collectors.joining(" "));
    }

    static String box(double x, double y, double z) {
        return "<box><size>" + numbers(x, y, z) + "</size></box>";
    }

    static String cylinder(double radius, double length) {
        return "<cylinder><radius>" + numbers(radius) + "</radius><length>" + numbers(length) + "</length></cylinder>";
    }

    static String sphere(double radius) {
        return "<sphere><radius>" + numbers(radius) + "</radius></sphere>";
    }

    /** Something that is seen and touched. */
    static String part(String name, String pose, String shape, double friction, int rgb) {
        return collision(name, pose, shape, friction) + visual(name, pose, shape, rgb);
    }

    static String visual(String name, String pose, String shape, int rgb) {
        String color = numbers((rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, 1);
        return """
                <visual name="%s"><pose>%s</pose><geometry>%s</geometry><material><ambient>%s</ambient><diffuse>%s</diffuse>\
                <specular>0.05 0.05 0.05 1</specular></material></visual>
                """.formatted(name, pose, shape, color, color);
    }

    // Stiffer than Gazebo's own contacts: with those, friction is lost and outcomes do not follow from it (README).
    static String collision(String name, String pose, String shape, double friction) {
        return """
                <collision name="%s"><pose>%s</pose><geometry>%s</geometry><max_contacts>6</max_contacts><surface>\
                <friction><ode><mu>%s</mu><mu2>%s</mu2></ode></friction>\
                <contact><ode><kp>1e7</kp><kd>1000</kd><min_depth>0.001</min_depth><max_vel>0.1</max_vel></ode></contact>\
                </surface></collision>
                """.formatted(name, pose, shape, friction, friction);
    }

    /** @param moments ixx, iyy, izz, ixz */
    static String inertial(double kilograms, String pose, double... moments) {
        return """
                <inertial><pose>%s</pose><mass>%s</mass><inertia><ixx>%s</ixx><iyy>%s</iyy><izz>%s</izz><ixy>0</ixy>\
                <ixz>%s</ixz><iyz>0</iyz></inertia></inertial>
                """.formatted(
                        pose,
                        numbers(kilograms),
                        numbers(moments[0]),
                        numbers(moments[1]),
                        numbers(moments[2]),
                        numbers(moments[3]));
    }
}
