package armfarm.drivers.kinematics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UrdfReaderTest {
    private static final String ROBOT = """
            <?xml version="1.0"?>
            <robot name="r">
              <link name="base"><visual><origin xyz="9 9 9"/></visual></link>
              <joint name="mount" type="fixed">
                <parent link="base"/><child link="a"/><origin xyz="0 0 1" rpy="0 0 1.5707963267948966"/>
              </joint>
              <joint name="turn" type="revolute">
                <parent link="a"/><child link="b"/><origin xyz="1 0 0"/><axis xyz="0 0 2"/>
                <limit lower="-1" upper="2" velocity="3" effort="4"/>
              </joint>
              <joint name="slide" type="prismatic">
                <parent link="b"/><child link="c"/><axis xyz="0 1 0"/>
                <limit lower="0" upper="0.5" velocity="0.1" effort="100"/>
              </joint>
              <joint name="spin" type="continuous"><parent link="c"/><child link="d"/></joint>
              <joint name="hand" type="fixed"><parent link="d"/><child link="tip"/><origin xyz="0 0 0.2"/></joint>
              <joint name="other" type="revolute">
                <parent link="a"/><child link="x"/><limit lower="0" upper="1" velocity="1" effort="1"/>
              </joint>
            </robot>
            """;

    @Test
    void readsTheJointsBetweenTwoLinksAndFoldsFixedOnes() {
        KinematicChain chain = read(ROBOT, "base", "tip");

        assertThat(chain.jointNames()).containsExactly("turn", "slide", "spin");
        KinematicChain.Joint turn = chain.joints().get(0);
        assertThat(turn.originInParent().yMeters()).isEqualTo(1, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(turn.originInParent().zMeters()).isEqualTo(1);
        assertThat(turn.axis()).isEqualTo(new KinematicChain.Axis(0, 0, 1));
        assertThat(turn.limits()).isEqualTo(new JointLimits(-1, 2, 3, 4));
        assertThat(chain.joints().get(1).kind()).isEqualTo(KinematicChain.Kind.SLIDES);
        assertThat(chain.joints().get(2).limits()).isEqualTo(JointLimits.NONE);
        assertThat(chain.joints().get(2).axis()).isEqualTo(new KinematicChain.Axis(1, 0, 0));
        assertThat(chain.tipInLast().zMeters()).isEqualTo(0.2);
    }

    @Test
    void aSlidingJointMovesAlongItsAxis() {
        KinematicChain chain = read(ROBOT, "base", "tip");
        ChainPosture posture = new ChainPosture(chain.joints(), chain.tipInLast());

        posture.take(new double[] {0, 0.3, 0});

        // The mount turns everything by a quarter: the slide along y goes to -x.
        assertThat(posture.toolInBase().xMeters()).isEqualTo(-0.3, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(posture.toolInBase().zMeters()).isEqualTo(1.2, org.assertj.core.api.Assertions.within(1e-12));
    }

    @Test
    void saysWhichLinkDoesNotHangOnTheBase() {
        assertThatThrownBy(() -> read(ROBOT, "base", "gripper"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("link 'gripper' does not hang on link 'base'")
                .hasMessageContaining("tip");
    }

    @Test
    void refusesAJointTypeItCannotMove() {
        assertThatThrownBy(() -> read(ROBOT.replace("\"continuous\"", "\"floating\""), "base", "tip"))
                .hasMessageContaining("joint 'spin' is of type 'floating'");
    }

    @Test
    void refusesARevoluteJointWithoutLimits() {
        assertThatThrownBy(() -> read(ROBOT.replace("\"continuous\"", "\"revolute\""), "base", "tip"))
                .hasMessageContaining("joint 'spin' is revolute but has no <limit>");
    }

    @Test
    void refusesUnexpandedMacrosAndSaysSo() {
        assertThatThrownBy(() -> read(ROBOT.replace("upper=\"2\"", "upper=\"${2*pi}\""), "base", "tip"))
                .hasMessageContaining("upper of <limit> is '${2*pi}'")
                .hasMessageContaining("run xacro on it first");
    }

    @Test
    void doesNotFollowExternalEntities() {
        String attack = "<!DOCTYPE robot [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                + "<robot name=\"r\"><joint name=\"&e;\" type=\"fixed\"/></robot>";

        assertThatThrownBy(() -> read(attack, "base", "tip")).isInstanceOf(FarmException.class);
    }

    @Test
    void refusesALoopOfLinks() {
        String loop = "<robot name='r'><joint name='j' type='fixed'><parent link='b'/><child link='a'/></joint>"
                + "<joint name='k' type='fixed'><parent link='a'/><child link='b'/></joint></robot>";

        assertThatThrownBy(() -> read(loop, "base", "a")).hasMessageContaining("does not hang on");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> UrdfReader.read(Path.of("/nowhere/arm.urdf"), "base", "tip"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("/nowhere/arm.urdf cannot be read");
    }

    private static KinematicChain read(String text, String base, String tip) {
        return UrdfReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test.urdf", base, tip);
    }
}
