package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({"/a/node, /x, /x", "/a/node, /x/, /x", "/a/node, x/y, /a/x/y", "/node, x, /x", "/a/node, ~x, /a/node/x"
    })
    void resolvesNamesAsTheNodeMeansThem(String node, String name, String full) {
        assertThat(GraphName.resolve(node, name)).isEqualTo(GraphName.of(full));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "//a", "/a/", "/a b", "/a-b"})
    void refusesWhatIsNoFullName(String name) {
        assertThatThrownBy(() -> GraphName.of(name))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void acceptsWordsThatStartWithADigitAsOtherNodesDo() {
        assertThat(GraphName.of("/robot/1/scan_2d").path()).isEqualTo("/robot/1/scan_2d");
    }

    @Test
    void listensOnLoopbackUnlessTold() {
        assertThat(RosHost.fromEnvironment(Map.of())).isEqualTo(RosHost.loopback());
        assertThat(RosHost.fromEnvironment(Map.of("ROS_IP", "127.0.0.1")).bind().isLoopbackAddress())
                .isTrue();
    }

    @Test
    void listensEverywhereForAnOutsideAddress() {
        RosHost host = RosHost.fromEnvironment(Map.of("ROS_IP", "192.0.2.7"));

        assertThat(host.advertised()).isEqualTo("192.0.2.7");
        assertThat(host.bind()).extracting(InetAddress::isAnyLocalAddress).isEqualTo(true);
    }

    @Test
    void refusesLoopbackTowardsAMasterElsewhere() {
        URI master = URI.create("http://192.0.2.9:11311");

        assertThatThrownBy(() -> RosHost.loopback().requireReachableFrom(master))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("192.0.2.9")
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("ROS_IP");
        assertThatThrownBy(() -> RosHost.towards(master, Map.of("ROS_IP", "127.0.0.1")))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("http://192.0.2.9:11311");
        assertThatThrownBy(() -> RosNodeConfig.of(GraphName.of("/n"), master, RosHost.loopback()))
                .isInstanceOf(DriverException.class);
    }

    @Test
    void advertisesWhatIsSetTowardsAMasterElsewhere() {
        RosHost host = RosHost.towards(URI.create("http://192.0.2.9:11311"), Map.of("ROS_IP", "192.0.2.7"));

        assertThat(host.advertised()).isEqualTo("192.0.2.7");
        assertThat(host.bind().isAnyLocalAddress()).isTrue();
    }

    @Test
    void staysOnLoopbackWithAMasterHere() {
        assertThat(RosHost.towards(URI.create("http://127.0.0.1:11311"), Map.of()))
                .isEqualTo(RosHost.loopback());
    }

    @Test
    void prefersTheHostName() {
        RosHost host = RosHost.fromEnvironment(Map.of("ROS_IP", "192.0.2.7", "ROS_HOSTNAME", "127.0.0.1"));

        assertThat(host.advertised()).isEqualTo("127.0.0.1");
    }
}
