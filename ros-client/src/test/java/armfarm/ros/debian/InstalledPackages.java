package armfarm.ros.debian;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks up the packages of {@link NeedsDebianRos}. */
final class InstalledPackages implements ExecutionCondition {
    /** What every test with Debian's ROS needs; ./check installs them. */
    private static final Set<String> BASE = Set.of(
            "ros-core",
            "python3-genpy",
            "python3-rosmaster",
            "python3-sensor-msgs",
            "python3-geometry-msgs",
            "python3-trajectory-msgs",
            "python3-actionlib-msgs",
            "python3-diagnostic-msgs",
            "python3-tf2-msgs",
            "ros-std-msgs",
            "ros-sensor-msgs",
            "ros-geometry-msgs",
            "ros-trajectory-msgs",
            "ros-actionlib-msgs",
            "ros-diagnostic-msgs",
            "ros-rosgraph-msgs",
            "ros-tf2-msgs");

    private static final Set<String> INSTALLED = installed();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NeedsDebianRos.class).stream()
                .flatMap(needs -> Stream.concat(BASE.stream(), Stream.of(needs.value())))
                .filter(name -> !INSTALLED.contains(name))
                .sorted()
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? ConditionEvaluationResult.enabled("Debian's ROS is installed")
                : ConditionEvaluationResult.disabled("Debian packages not installed: " + missing);
    }

    private static Set<String> installed() {
        try {
            return DebianProcess.outputOf("dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\\n")
                    .lines()
                    .filter(line -> line.startsWith("installed "))
                    .map(line -> line.substring("installed ".length()))
                    .collect(Collectors.toSet());
        } catch (IllegalStateException e) {
            return Set.of();
        }
    }
}
