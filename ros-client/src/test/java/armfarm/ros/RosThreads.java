package armfarm.ros;

import java.util.List;

/** Looks at the threads of ROS nodes and masters in this process. */
public final class RosThreads {
    private RosThreads() {}

    public static List<String> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("ros"))
                .sorted()
                .toList();
    }
}
