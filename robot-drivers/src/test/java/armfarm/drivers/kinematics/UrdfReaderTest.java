package armfarm.drivers.kinematics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertThatThrownBy(() -> read(loop, "base", "a"))
                .hasMessageContaining("the links [b, a] hang on each other in a loop");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> UrdfReader.read(Path.of("/nowhere/arm.urdf"), "base", "tip"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("/nowhere/arm.urdf cannot be read");
    }

    @Test
    void aJointWithoutEndKeepsItsSpeedAndEffortLimits() {
        KinematicChain chain = read(spin("<limit velocity='0.4' effort='30'/>"), "base", "tip");

        assertThat(chain.joints().get(2).limits())
                .isEqualTo(new JointLimits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.4, 30));
    }

    @Test
    void aJointWithoutEndThatNamesItsEndsHasThem() {
        KinematicChain chain =
                read(spin("<limit lower='-6.28' upper='6.28' velocity='0.4' effort='30'/>"), "base", "tip");

        assertThat(chain.joints().get(2).limits()).isEqualTo(new JointLimits(-6.28, 6.28, 0.4, 30));
    }

    @Test
    void theStricterOfHardAndSoftLimitsCounts() {
        String soft = "<safety_controller soft_lower_limit='-0.5' soft_upper_limit='2.5' k_velocity='10'/>";

        JointLimits limits = read(turn("<limit lower='-1' upper='2' velocity='3' effort='4'/>" + soft), "base", "tip")
                .joints()
                .get(0)
                .limits();

        assertThat(limits).isEqualTo(new JointLimits(-0.5, 2, 3, 4));
    }

    @Test
    void aSafetyControllerWithoutSoftLimitsChangesNothing() {
        String text = turn("<limit lower='-1' upper='2' velocity='3' effort='4'/><safety_controller k_velocity='10'/>");

        assertThat(read(text, "base", "tip").joints().get(0).limits()).isEqualTo(new JointLimits(-1, 2, 3, 4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<limit velocity='3' effort='4'/>|has lower 0.0 and upper 0.0; expected the first below the second",
                "<limit lower='2' upper='1' velocity='3' effort='4'/>|has lower 2.0 and upper 1.0",
                "<limit lower='-170' upper='170' velocity='3' effort='4'/>|has limits -170.0 to 170.0, expected radians",
                "<limit lower='-1' upper='1' effort='4'/>|has no velocity in its <limit>",
                "<limit lower='-1' upper='1' velocity='0' effort='4'/>|has velocity 0.0 in its <limit>",
                "<limit lower='-1' upper='1' velocity='1' effort='-4'/>|has effort -4.0",
                "<limit lower='-1' upper='1' velocity='1'/><limit lower='-2' upper='2' velocity='1'/>|has <limit> twice",
                "<limit lower='-1' upper='1' velocity='1'/><safety_controller soft_lower_limit='2'"
                        + " soft_upper_limit='3'/>|has the higher of lower and soft_lower_limit 2.0",
                "<limit lower='-1' upper='1' velocity='1'/><axis xyz='0 0 0'/>|moves, but its <axis> is 0 0 0",
                "<limit lower='-1' upper='1' velocity='1'/><mimic joint='slide'/>|mimics another one",
            })
    void aContradictoryJointIsNamed(String elements, String message) {
        assertThatThrownBy(() -> read(turn(elements), "base", "tip"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("joint 'turn' " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1e999", "1f", "0x1p3", "1,5", "", "two"})
    void aNumberThatIsNoneIsNamedWithItsLine(String number) {
        String text = ROBOT.replace("upper=\"2\"", "upper=\"" + number + "\"");

        assertThatThrownBy(() -> read(text, "base", "tip"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("line 9: upper of <limit> is '" + number + "'");
    }

    @Test
    void aSlidingJointNeedsLimitsToo() {
        String text = ROBOT.replace("<limit lower=\"0\" upper=\"0.5\" velocity=\"0.1\" effort=\"100\"/>", "");

        assertThatThrownBy(() -> read(text, "base", "tip"))
                .hasMessageContaining("joint 'slide' is prismatic but has no <limit>");
    }

    @Test
    void namesThatAreThereTwiceAreRefusedAlsoOutsideTheArm() {
        assertThatThrownBy(() -> read(ROBOT.replace("\"other\"", "\"turn\""), "base", "tip"))
                .hasMessageContaining("joint 'turn' is there twice");
        assertThatThrownBy(() -> read(ROBOT.replace("child link=\"x\"", "child link=\"c\""), "base", "tip"))
                .hasMessageContaining("link 'c' hangs on two joints, 'slide' and 'other'");
        assertThatThrownBy(() -> read(
                        ROBOT.replace("<joint name=\"mount\"", "<link name=\"base\"/><joint name=\"mount\""),
                        "base",
                        "tip"))
                .hasMessageContaining("link 'base' is there twice");
    }

    @Test
    void aRobotOfSeveralPiecesIsRefused() {
        assertThatThrownBy(() -> read(ROBOT.replace("</robot>", "<link name='lost'/></robot>"), "base", "tip"))
                .hasMessageContaining("the links [base, lost] hang on nothing, expected one root");
    }

    @Test
    void aLoopBesideTheArmIsNamed() {
        String loop = "<joint name='l' type='fixed'><parent link='p'/><child link='q'/></joint>"
                + "<joint name='m' type='fixed'><parent link='q'/><child link='p'/></joint></robot>";

        assertThatThrownBy(() -> read(ROBOT.replace("</robot>", loop), "base", "tip"))
                .hasMessageContaining("the links [p, q] hang on each other in a loop");
    }

    @Test
    void aJointWithoutALinkIsNamed() {
        assertThatThrownBy(() -> read(ROBOT.replace("<child link=\"x\"/>", ""), "base", "tip"))
                .hasMessageContaining("joint 'other' has no <child link=...>");
    }

    @Test
    void theCellsLimitsThatContradictTheFileNameTheJoint() {
        KinematicChain chain = read(ROBOT, "base", "tip");

        assertThatThrownBy(
                        () -> chain.limitedTo(List.of(new JointLimits(3, 4, 1, 1), JointLimits.NONE, JointLimits.NONE)))
                .hasMessageContaining("joint 'turn': its own limits and the cell's leave nothing");
    }

    private static String turn(String elements) {
        return ROBOT.replace("<axis xyz=\"0 0 2\"/>", elements.contains("<axis") ? "" : "<axis xyz=\"0 0 2\"/>")
                .replace("<limit lower=\"-1\" upper=\"2\" velocity=\"3\" effort=\"4\"/>", elements);
    }

    private static String spin(String elements) {
        return ROBOT.replace("<parent link=\"c\"/>", "<parent link=\"c\"/>" + elements);
    }

    private static KinematicChain read(String text, String base, String tip) {
        return UrdfReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test.urdf", base, tip);
    }
}
