package armfarm.ros.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.ParameterSubscription;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.ros.RosNode;
import armfarm.ros.ServiceClient;
import armfarm.ros.ServiceException;
import armfarm.ros.messages.SetBoolService;
import armfarm.ros.messages.StringMessage;
import armfarm.ros.messages.TriggerService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services and parameters between our nodes and Debian's, at Debian's master and at ours. */
@NeedsDebianRos("python3-std-srvs")
class DebianServicesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Whose master serves both sides. */
    enum Master {
        DEBIAN,
        OURS
    }

    private record Sides(DebianRos ros, RosNode node) {}

    private static void with(Master whose, Consumer<Sides> test) {
        if (whose == Master.DEBIAN) {
            try (DebianRos ros = DebianRos.withMaster();
                    RosNode node = ros.node("/ours")) {
                test.accept(new Sides(ros, node));
            }
            return;
        }
        try (RosMaster master = RosMaster.start(RosHost.loopback(), 0);
                DebianRos ros = DebianRos.at(master.uri());
                RosNode node = ros.node("/ours")) {
            test.accept(new Sides(ros, node));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rosserviceCallsOurs(Master master) {
        with(master, sides -> {
            List<Boolean> asked = Collections.synchronizedList(new ArrayList<>());
            sides.node.serve(GraphName.of("/ours/set_bool"), SetBoolService.TYPE, request -> {
                asked.add(request.data());
                return new SetBoolService.Response(true, "now " + request.data());
            });

            String answer = sides.ros.run("/usr/bin/rosservice", "call", "/ours/set_bool", "true");

            assertThat(answer).contains("success: True", "message: \"now true\"");
            assertThat(asked).containsExactly(true);
            assertThat(sides.ros.run("/usr/bin/rosservice", "type", "/ours/set_bool"))
                    .isEqualTo("std_srvs/SetBool");
            assertThat(sides.ros.run("/usr/bin/rosservice", "list")).contains("/ours/set_bool");
        });
    }

    @ParameterizedTest
    @EnumSource
    void weCallRospys(Master master) {
        with(master, sides -> {
            sides.ros.script("peer.py", "serve").await("ready");
            try (ServiceClient<TriggerService.Request, TriggerService.Response> trigger =
                            sides.node.serviceClient(GraphName.of("/debian/trigger"), TriggerService.TYPE);
                    ServiceClient<SetBoolService.Request, SetBoolService.Response> setBool =
                            sides.node.persistentServiceClient(GraphName.of("/debian/set_bool"), SetBoolService.TYPE)) {
                assertThat(trigger.awaitAvailable(TIMEOUT)).isTrue();
                assertThat(trigger.call(new TriggerService.Request(), TIMEOUT))
                        .isEqualTo(new TriggerService.Response(true, "pulled"));
                for (int i = 0; i < 20; i++) {
                    assertThat(setBool.call(new SetBoolService.Request(true), TIMEOUT)
                                    .message())
                            .isEqualTo("set to True");
                }
                assertThatThrownBy(() -> setBool.call(new SetBoolService.Request(false), TIMEOUT))
                        .isInstanceOf(ServiceException.class)
                        .hasMessageContaining("it is stuck");
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void parametersAreTheSameForBoth(Master master) {
        with(master, sides -> {
            sides.node.parameters().set("/ours", Map.of("speed", 0.5, "joints", List.of("a", "b"), "enabled", true));
            sides.ros.run("/usr/bin/rosparam", "set", "/debian/limit", "7");
            List<Optional<Object>> heard = Collections.synchronizedList(new ArrayList<>());
            try (ParameterSubscription followed = sides.node.parameters().subscribe("/debian/limit", heard::add)) {
                assertThat(sides.ros.run("/usr/bin/rosparam", "get", "/ours"))
                        .contains("speed: 0.5", "joints:", "- a", "enabled: true");
                assertThat(sides.node.parameters().integer("/debian/limit")).contains(7);
                sides.ros.run("/usr/bin/rosparam", "set", "/debian/limit", "8");

                Await.until("told of the change", () -> followed.value().equals(Optional.of(8)));
                assertThat(heard).contains(Optional.of(7), Optional.of(8));
                sides.ros.run("/usr/bin/rosparam", "delete", "/debian/limit");
                assertThat(sides.node.parameters().has("/debian/limit")).isFalse();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theToolsSeeOurNodeAndItsTopics(Master master) {
        with(master, sides -> {
            sides.node
                    .advertise(GraphName.of("/words"), StringMessage.TYPE, true)
                    .publish(new StringMessage("hello"));

            assertThat(sides.ros.run("/usr/bin/rosnode", "list")).contains("/ours");
            assertThat(sides.ros.run("/usr/bin/rosnode", "ping", "-c", "2", "/ours"))
                    .contains("xmlrpc reply from");
            assertThat(sides.ros.run("/usr/bin/rosnode", "info", "/ours")).contains("/words [std_msgs/String]");
            assertThat(sides.ros.run("/usr/bin/rostopic", "list")).contains("/words");
            assertThat(sides.ros.run("/usr/bin/rostopic", "type", "/words")).isEqualTo("std_msgs/String");
            assertThat(sides.ros.run("/usr/bin/rostopic", "echo", "-n", "1", "/words"))
                    .contains("data: \"hello\"");
        });
    }

    @ParameterizedTest
    @EnumSource
    void rostopicPublishesToUs(Master master) {
        with(master, sides -> {
            List<StringMessage> heard = Collections.synchronizedList(new ArrayList<>());
            sides.node.subscribe(GraphName.of("/words"), StringMessage.TYPE, heard::add);

            sides.ros.start("/usr/bin/rostopic", "pub", "-r", "20", "/words", "std_msgs/String", "data: hi");

            Await.until("three came", () -> heard.size() >= 3);
            assertThat(heard).containsOnly(new StringMessage("hi"));
        });
    }
}
