package armfarm.drivers.kinematics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The chains of the shipped robot descriptions. */
final class PresetChains {
    private PresetChains() {}

    static KinematicChain iiwa() {
        return read("kuka_iiwa_7", "iiwa_link_0", "iiwa_link_ee");
    }

    static KinematicChain ur5e() {
        return read("universal_ur5e", "base_link", "tool0");
    }

    static KinematicChain panda() {
        return read("franka_panda", "panda_link0", "panda_link8");
    }

    static KinematicChain read(String name, String base, String tip) {
        String resource = "/armfarm/drivers/presets/" + name + ".urdf";
        try (InputStream in = PresetChains.class.getResourceAsStream(resource)) {
            return UrdfReader.read(in, resource, base, tip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
