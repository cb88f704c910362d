package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.MasterRegistry.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasterRegistryTest {
    private final MasterRegistry registry = new MasterRegistry();

    @Test
    void listsPublishersInTheOrderTheyCame() {
        registry.register(Role.PUBLISHER, "/t", "/b", "http://b/");
        registry.register(Role.PUBLISHER, "/t", "/a", "http://a/");

        assertThat(registry.apis(Role.PUBLISHER, "/t")).containsExactly("http://b/", "http://a/");
        assertThat(registry.apis(Role.SUBSCRIBER, "/t")).isEmpty();
    }

    @Test
    void forgetsANodeWithItsLastRegistration() {
        registry.register(Role.PUBLISHER, "/t", "/a", "http://a/");
        registry.register(Role.SUBSCRIBER, "/u", "/a", "http://a/");

        assertThat(registry.unregister(Role.PUBLISHER, "/t", "/a", "http://a/")).isTrue();
        assertThat(registry.nodeApi("/a")).contains("http://a/");
        assertThat(registry.unregister(Role.SUBSCRIBER, "/u", "/a", "http://a/"))
                .isTrue();
        assertThat(registry.nodeApi("/a")).isEmpty();
    }

    @Test
    void aRestartedNodeIsNotUnregisteredByItsOldSelf() {
        registry.register(Role.PUBLISHER, "/t", "/a", "http://old/");

        assertThat(registry.register(Role.PUBLISHER, "/u", "/a", "http://new/")).contains("http://old/");

        assertThat(registry.unregister(Role.PUBLISHER, "/u", "/a", "http://old/"))
                .isFalse();
        assertThat(registry.apis(Role.PUBLISHER, "/t")).isEmpty();
        assertThat(registry.apis(Role.PUBLISHER, "/u")).containsExactly("http://new/");
    }

    @Test
    void aPublishersTypeCountsMoreThanASubscribers() {
        registry.subscribedType("/t", "a/Guess");
        registry.publishedType("/t", "*");
        assertThat(registry.topicTypes()).containsExactly(List.of("/t", "a/Guess"));

        registry.publishedType("/t", "a/Real");
        registry.subscribedType("/t", "a/Other");

        assertThat(registry.topicTypes()).containsExactly(List.of("/t", "a/Real"));
    }

    @Test
    void keepsTheNewestProviderOfAService() {
        registry.register(Role.SERVICE, "/s", "/a", "http://a/");
        registry.serviceApi("/s", "/a", "rosrpc://a:1");
        registry.register(Role.SERVICE, "/s", "/b", "http://b/");
        registry.serviceApi("/s", "/b", "rosrpc://b:1");

        assertThat(registry.serviceApi("/s")).contains("rosrpc://b:1");
        assertThat(registry.unregisterService("/s", "/a", "rosrpc://a:1")).isFalse();
        assertThat(registry.systemState())
                .isEqualTo(List.of(List.of(), List.of(), List.of(List.of("/s", List.of("/b")))));
    }

    @Test
    void listsPublishedTopicsBelowAName() {
        registry.register(Role.PUBLISHER, "/arm_1/x", "/a", "http://a/");
        registry.register(Role.PUBLISHER, "/arm_11/x", "/a", "http://a/");
        registry.publishedType("/arm_1/x", "a/B");
        registry.register(Role.SUBSCRIBER, "/arm_1/y", "/a", "http://a/");

        assertThat(registry.publishedTopics("/arm_1")).containsExactly(List.of("/arm_1/x", "a/B"));
        assertThat(registry.publishedTopics("")).hasSize(2);
    }
}
