package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosArgumentsTest {
    private static RosNodeConfig config(Map<String, String> environment, String... arguments) {
        return RosNodeConfig.of("driver", RosArguments.parse(List.of(arguments)), environment);
    }

    @Test
    void takesNameAndMasterFromTheEnvironment() {
        RosNodeConfig config =
                config(Map.of("ROS_NAMESPACE", "lab/", "ROS_MASTER_URI", "http://127.0.0.1:11399", "OTHER", "x"));

        assertThat(config.name()).isEqualTo(GraphName.of("/lab/driver"));
        assertThat(config.masterUri()).isEqualTo(URI.create("http://127.0.0.1:11399"));
        assertThat(config.host()).isEqualTo(RosHost.loopback());
    }

    @Test
    void argumentsWinOverTheEnvironment() {
        RosNodeConfig config = config(
                Map.of("ROS_NAMESPACE", "lab", "ROS_MASTER_URI", "http://127.0.0.1:1", "ROS_IP", "192.0.2.1"),
                "__ns:=/cell",
                "__name:=arm",
                "__master:=http://127.0.0.1:2",
                "__ip:=127.0.0.1",
                "__log:=/tmp/x");

        assertThat(config.name()).isEqualTo(GraphName.of("/cell/arm"));
        assertThat(config.masterUri()).isEqualTo(URI.create("http://127.0.0.1:2"));
        assertThat(config.host().advertised()).isEqualTo("127.0.0.1");
        assertThat(config.remappings()).isEmpty();
    }

    @Test
    void remapsEachNameOnce() {
        RosNodeConfig config =
                config(Map.of(), "__ns:=cell", "image:=/camera/image", "a:=b", "b:=a", "~rate:=~speed", "/x:=y");

        assertThat(config.remapped(GraphName.of("/cell/image"))).isEqualTo(GraphName.of("/camera/image"));
        assertThat(config.remapped(GraphName.of("/cell/a"))).isEqualTo(GraphName.of("/cell/b"));
        assertThat(config.remapped(GraphName.of("/cell/b"))).isEqualTo(GraphName.of("/cell/a"));
        assertThat(config.remapped(GraphName.of("/cell/driver/rate"))).isEqualTo(GraphName.of("/cell/driver/speed"));
        assertThat(config.remapped(GraphName.of("/x"))).isEqualTo(GraphName.of("/cell/y"));
        assertThat(config.remapped(GraphName.of("/other"))).isEqualTo(GraphName.of("/other"));
    }

    @Test
    void readsPrivateParameters() {
        assertThat(config(
                                Map.of(),
                                "_rate:=10",
                                "_gain:=-1.5e-3",
                                "_on:=True",
                                "_text:=7 arms",
                                "_list:=[1, 'two']",
                                "_map:={x: 1}",
                                "verbose")
                        .privateParameters())
                .containsOnly(
                        Map.entry("rate", 10),
                        Map.entry("gain", -0.0015),
                        Map.entry("on", true),
                        Map.entry("text", "7 arms"),
                        Map.entry("list", List.of(1, "two")),
                        Map.entry("map", Map.of("x", 1)));
        assertThat(RosArguments.parse(List.of("verbose", "a:=b")).others()).containsExactly("verbose");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_n:=99999999999", "_n:=[1", "__name:=a/b", "__master:=robot:11311", "a:=not a name"})
    void saysWhatIsWrongWithAnArgument(String argument) {
        assertThatThrownBy(() -> config(Map.of(), argument))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(argument.replaceFirst(".*:=", ""));
    }
}
