package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import armfarm.ros.xmlrpc.XmlRpcClient;
import armfarm.ros.xmlrpc.XmlRpcFault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosMasterIT {
    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final XmlRpcClient client = new XmlRpcClient(master.uri(), Duration.ofSeconds(5));

    @AfterEach
    void closesWithoutLeavingThreads() {
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    @Test
    void answersTheMasterApi() throws IOException {
        call("registerPublisher", "/a", "/t", "std_msgs/String", "http://127.0.0.1:1/");
        Object publishers = call("registerSubscriber", "/b", "/t", "std_msgs/String", "http://127.0.0.1:2/");

        assertThat(publishers).isEqualTo(List.of("http://127.0.0.1:1/"));
        assertThat(call("lookupNode", "/me", "/b")).isEqualTo("http://127.0.0.1:2/");
        assertThat(call("getPublishedTopics", "/me", "")).isEqualTo(List.of(List.of("/t", "std_msgs/String")));
        assertThat(call("getTopicTypes", "/me")).isEqualTo(List.of(List.of("/t", "std_msgs/String")));
        assertThat(call("getSystemState", "/me"))
                .isEqualTo(List.of(
                        List.of(List.of("/t", List.of("/a"))), List.of(List.of("/t", List.of("/b"))), List.of()));
        assertThat(call("getUri", "/me")).isEqualTo(master.uri().toString());
        assertThat(call("getPid", "/me"))
                .isEqualTo((int) ProcessHandle.current().pid());
        assertThat(call("unregisterPublisher", "/a", "/t", "http://127.0.0.1:1/"))
                .isEqualTo(1);
        assertThat(call("unregisterPublisher", "/a", "/t", "http://127.0.0.1:1/"))
                .isEqualTo(0);
    }

    @Test
    void answersSeveralCallsInOne() throws IOException {
        Object answers = client.call(
                "system.multicall",
                List.of(
                        Map.of("methodName", "getUri", "params", List.of("/me")),
                        Map.of("methodName", "dance", "params", List.of()),
                        "nonsense"));

        assertThat((List<?>) answers).hasSize(3);
        assertThat(((List<?>) answers).get(0))
                .isEqualTo(List.of(List.of(1, "", master.uri().toString())));
        assertThat(((List<?>) answers).get(1))
                .isEqualTo(Map.of("faultCode", 404, "faultString", "no method 'dance' here"));
        assertThat(((List<?>) answers).get(2)).isInstanceOf(Map.class);
    }

    @Test
    void servesParameters() throws IOException {
        call("setParam", "/ns/me", "/robot", Map.of("name", "iiwa", "joints", 7));
        call("setParam", "/ns/me", "~speed", 1.5);

        assertThat(call("getParam", "/me", "/robot/joints")).isEqualTo(7);
        assertThat(call("getParam", "/me", "/ns/me/speed")).isEqualTo(1.5);
        assertThat(call("hasParam", "/me", "/none")).isEqualTo(false);
        assertThat(Set.copyOf((List<?>) call("getParamNames", "/me")))
                .isEqualTo(Set.of("/robot/name", "/robot/joints", "/ns/me/speed"));
        assertThat(call("getParam", "/me", "/")).isInstanceOf(Map.class);
        assertThat(call("deleteParam", "/me", "/robot")).isEqualTo(0);
        assertThat(client.call("getParam", "/me", "/robot/name").toString()).startsWith("[-1, unknown parameter");
    }

    @Test
    void faultsOnCallsItCannotAnswer() {
        assertThatThrownBy(() -> client.call("dance", "/me"))
                .isInstanceOf(XmlRpcFault.class)
                .hasMessageContaining("'dance'");
        assertThatThrownBy(() -> client.call("registerPublisher", "/me"))
                .isInstanceOf(XmlRpcFault.class)
                .hasMessageContaining("parameter 1");
        assertThatThrownBy(() -> client.call("registerPublisher", "/me", "not a name", "a/B", "http://x/"))
                .isInstanceOf(XmlRpcFault.class)
                .hasMessageContaining("not a name");
    }

    @Test
    void saysWhichPortIsInUse() {
        int port = master.uri().getPort();

        assertThatThrownBy(() -> RosMaster.start(RosHost.loopback(), port))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("port " + port)
                .hasMessageContaining("ROS_MASTER_URI");
    }

    private Object call(String method, Object... params) throws IOException {
        List<?> answer = (List<?>) client.call(method, params);
        assertThat(answer.get(0)).as(method + " answered " + answer).isEqualTo(1);
        return answer.get(2);
    }
}
