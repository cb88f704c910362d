package armfarm.drivers.kinematics;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.FarmException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever stands in a robot description: no limit of it is lost, or it is refused. */
class UrdfReaderPropertyTest {
    /** Attributes of one joint as they are written; an empty text for one that is not there. */
    record Limits(
            String type,
            String lower,
            String upper,
            String velocity,
            String effort,
            String softLower,
            String softUpper) {
        String xml() {
            return "<joint name='j' type='" + type
                    + "'><parent link='base'/><child link='tip'/><axis xyz='0 0 1'/><limit"
                    + written("lower", lower) + written("upper", upper) + written("velocity", velocity)
                    + written("effort", effort) + "/><safety_controller" + written("soft_lower_limit", softLower)
                    + written("soft_upper_limit", softUpper) + "/></joint>";
        }

        private static String written(String name, String value) {
            return value.isEmpty() ? "" : " " + name + "='" + value + "'";
        }
    }

    @Provide
    Arbitrary<Limits> limits() {
        Arbitrary<String> number = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.doubles().between(-4, 4).map(String::valueOf)),
                Tuple.of(1, Arbitraries.of("", "0", "-0", "NaN", "-Infinity", "1e999", "1e-300", "180", "x", "1f")));
        return Combinators.combine(
                        Arbitraries.of("revolute", "continuous", "prismatic"),
                        number,
                        number,
                        number,
                        number,
                        number,
                        number)
                .as(Limits::new);
    }

    @Property(seed = "2016", tries = 2000)
    void everyLimitThatIsWrittenHoldsOrTheFileIsRefused(@ForAll("limits") Limits limits) {
        Optional<KinematicChain> read = read("<robot name='r'>" + limits.xml() + "</robot>");

        read.ifPresent(chain -> {
            JointLimits found = chain.joints().get(0).limits();
            assertThat(List.of(found.minPosition(), found.maxPosition(), found.maxVelocity(), found.maxEffort()))
                    .doesNotContain(Double.NaN);
            atMost(found.maxVelocity(), limits.velocity());
            atMost(found.maxEffort(), limits.effort());
            atMost(found.maxPosition(), limits.softUpper());
            atMost(-found.minPosition(), negated(limits.softLower()));
            if (!limits.type().equals("continuous")) {
                atMost(found.maxPosition(), limits.upper().isEmpty() ? "0" : limits.upper());
                atMost(-found.minPosition(), limits.lower().isEmpty() ? "0" : negated(limits.lower()));
            }
        });
    }

    private static void atMost(double found, String written) {
        if (!written.isEmpty()) {
            assertThat(found).isLessThanOrEqualTo(Double.parseDouble(written) + 0.0);
        }
    }

    private static String negated(String number) {
        return number.isEmpty() ? "" : String.valueOf(-Double.parseDouble(number));
    }

    @Provide
    Arbitrary<List<int[]>> graphs() {
        Arbitrary<int[]> joint =
                Arbitraries.integers().between(0, 5).array(int[].class).ofSize(2);
        return joint.list().ofMinSize(1).ofMaxSize(6);
    }

    @Property(seed = "2016", tries = 2000)
    void anyGraphOfLinksIsATreeOrRefused(@ForAll("graphs") List<int[]> graph) {
        StringBuilder xml = new StringBuilder("<robot name='r'>");
        for (int i = 0; i < graph.size(); i++) {
            xml.append("<joint name='j%d' type='revolute'><parent link='l%d'/><child link='l%d'/>"
                            .formatted(i, graph.get(i)[0], graph.get(i)[1]))
                    .append("<limit lower='-1' upper='1' velocity='1' effort='1'/></joint>");
        }
        Optional<KinematicChain> read = read(xml + "</robot>", "l0", "l1");

        read.ifPresent(chain -> {
            assertThat(graph.stream().map(joint -> joint[1]).distinct()).hasSize(graph.size());
            assertThat(graph.stream()
                            .flatMap(joint -> IntStream.of(joint).boxed())
                            .distinct())
                    .hasSize(graph.size() + 1);
            assertThat(chain.jointNames()).doesNotHaveDuplicates();
        });
    }

    @Property(seed = "2016", tries = 1000)
    void aDamagedFileIsReadOrRefusedAndNothingElse(
            @ForAll("places") int at, @ForAll("places") int length, @ForAll("scraps") String scrap) {
        String whole = "<?xml version='1.0'?><robot name='r'><link name='base'/>"
                + new Limits("revolute", "-1", "1", "2", "3", "-2", "2").xml() + "</robot>";
        int from = Math.min(at, whole.length());

        read(whole.substring(0, from) + scrap + whole.substring(Math.min(whole.length(), from + length / 30)))
                .ifPresent(chain -> assertThat(chain.joints()).hasSize(1));
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 420);
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5),
                Arbitraries.of(
                        "<",
                        ">",
                        "</joint>",
                        "<joint>",
                        "'",
                        "&x;",
                        "<!--",
                        "<![CDATA[",
                        "xmlns:a='b'",
                        "\0",
                        "<axis/>"));
    }

    private static Optional<KinematicChain> read(String xml) {
        return read(xml, "base", "tip");
    }

    private static Optional<KinematicChain> read(String xml, String base, String tip) {
        try {
            return Optional.of(UrdfReader.read(
                    new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "test.urdf", base, tip));
        } catch (FarmException e) {
            assertThat(e.getMessage()).contains("test.urdf");
            return Optional.empty();
        }
    }
}
