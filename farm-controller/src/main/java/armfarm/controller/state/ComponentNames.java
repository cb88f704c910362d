package armfarm.controller.state;

import java.util.Set;

/** Names of the parts of a farm, the same wherever they are told. */
public final class ComponentNames {
    public static final String POSTGRESQL = "PostgreSQL";
    public static final String KAFKA = "Kafka";
    public static final String ROS_MASTER = "ROS master";
    public static final String WORLD = "Gazebo world";
    public static final String TRAINER = "trainer";
    public static final String STORE = "store";
    public static final String INGEST = "ingest";
    public static final String SPOOL = "event spool";
    public static final String UPLOADS = "image shards";

    /** Without these no arm can move, and arms come back by themselves when these do. */
    static final Set<String> ARMS_NEED = Set.of(ROS_MASTER, WORLD);

    private ComponentNames() {}
}
