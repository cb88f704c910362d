package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosParametersIT {
    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode node = RosNode.start(GraphName.of("/lab/arm"), master.uri(), RosHost.loopback());
    private final ParameterClient parameters = node.parameters();
    private final Queue<Optional<Object>> heard = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closesWithoutLeavingThreads() {
        node.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    @Test
    void setsGetsAndDeletesEachKindOfValue() {
        List<Object> values =
                List.of(7, 1.5, true, "text <&>", List.of(1, "two"), Map.of("x", 1, "in", Map.of("y", 2.5)));
        for (Object value : values) {
            parameters.set("/value", value);
            assertThat(parameters.get("/value")).contains(value);
        }

        assertThat(parameters.has("/value/in/y")).isTrue();
        assertThat(parameters.names()).containsExactly("/value/in/y", "/value/x");
        assertThat(parameters.delete("/value")).isTrue();
        assertThat(parameters.delete("/value")).isFalse();
        assertThat(parameters.get("/value")).isEmpty();
    }

    @Test
    void resolvesNamesAsTheNodeMeansThem() {
        parameters.set("~speed", 2);
        parameters.set("rate", 10);

        assertThat(parameters.names()).containsExactly("/lab/arm/speed", "/lab/rate");
        assertThat(parameters.number("~speed")).contains(2.0);
    }

    @Test
    void searchesOutwards() {
        parameters.set("/robot/name", "outer");
        assertThat(parameters.search("robot/name")).contains("/robot/name");

        parameters.set("/lab/robot/model", "inner");
        assertThat(parameters.search("robot/name"))
                .as("the inner struct hides the outer one")
                .contains("/lab/robot/name");
        assertThat(parameters.search("nothing")).isEmpty();
    }

    @Test
    void saysWhatTypeItFound() {
        parameters.set("/rate", "fast");

        assertThatThrownBy(() -> parameters.number("/rate"))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("/rate")
                .hasMessageContaining("'fast'")
                .hasMessageContaining("a number");
    }

    @Test
    void hearsOfEachChangeUntilClosed() {
        ParameterSubscription subscription = parameters.subscribe("/robot", heard::add);
        assertThat(heard).isEmpty();

        parameters.set("/robot/speed", 1);
        Await.until("a part was set", () -> heard.size() == 1);
        parameters.set("/robot", Map.of("speed", 2, "name", "iiwa"));
        Await.until("all of it was set", () -> heard.size() == 2);
        parameters.delete("/robot/name");
        Await.until("a part was deleted", () -> heard.size() == 3);
        parameters.delete("/robot");
        Await.until("all of it was deleted", () -> heard.size() == 4);

        assertThat(heard)
                .containsExactly(
                        Optional.of(Map.of("speed", 1)),
                        Optional.of(Map.of("speed", 2, "name", "iiwa")),
                        Optional.of(Map.of("speed", 2)),
                        Optional.empty());
        subscription.close();
        assertThat(parameters.followed()).isEmpty();
        parameters.set("/robot", 1);
        assertThat(heard).hasSize(4);
    }

    @Test
    void hearsOfChangesToAStructAroundIt() {
        parameters.set("/a/b/c", 1);
        ParameterSubscription subscription = parameters.subscribe("/a/b/c", heard::add);

        parameters.set("/a", Map.of("b", Map.of("c", 2)));
        Await.until("the struct was set", () -> heard.size() == 2);
        parameters.set("/a", Map.of("other", 3));
        Await.until("it is gone", () -> heard.size() == 3);

        assertThat(heard).containsExactly(Optional.of(1), Optional.of(2), Optional.empty());
        assertThat(subscription.value()).isEmpty();
    }

    @Test
    void keepsTheNewestValueWhenManyCome() {
        ParameterSubscription subscription = parameters.subscribe("/count", heard::add);

        for (int i = 1; i <= 200; i++) {
            parameters.set("/count", i);
        }

        Await.until("the last value is there", () -> subscription.value().equals(Optional.of(200)));
    }
}
