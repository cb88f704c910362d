package armfarm.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @TempDir
    Path folder;

    @Test
    void keepsRecordsOverARestartOnOtherPortsAndRefusesASharedFolder() throws ExecutionException, InterruptedException {
        try (EmbeddedBroker first = EmbeddedBroker.start(folder)) {
            assertThat(ExternalBroker.connect(first.bootstrapServers(), Duration.ofSeconds(20))
                            .bootstrapServers())
                    .isEqualTo(first.bootstrapServers());
            send(first, 100);
            assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
            assertThat(first.fault()).isEmpty();
            assertThat(endOffset(first)).isEqualTo(100);
        }

        try (EmbeddedBroker second = EmbeddedBroker.start(folder)) {
            assertThat(endOffset(second)).isEqualTo(100);
            send(second, 1);
            assertThat(endOffset(second)).isEqualTo(101);
        }
    }

    @Test
    void namesAPortInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> EmbeddedBroker.start(folder, port, 0))
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void takesOtherPortsWhenAFreeOneIsTakenWhileItStarts() throws IOException {
        try (ServerSocket quicker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = quicker.getLocalPort();
            Iterator<int[]> choices = List.of(new int[] {taken, freePort()}, new int[] {freePort(), freePort()})
                    .iterator();

            try (EmbeddedBroker broker = EmbeddedBroker.start(folder, "127.0.0.1", choices::next, 2)) {
                assertThat(choices).isExhausted();
                assertThat(broker.bootstrapServers()).doesNotEndWith(":" + taken);
                assertThat(broker.fault()).isEmpty();
            }
        }
    }

    @Test
    void takesOtherPortsWhenTheControllersIsTakenWhileItStarts() throws IOException {
        try (ServerSocket quicker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Iterator<int[]> choices = List.of(
                            new int[] {freePort(), quicker.getLocalPort()}, new int[] {freePort(), freePort()})
                    .iterator();

            try (EmbeddedBroker broker = EmbeddedBroker.start(folder, "127.0.0.1", choices::next, 2)) {
                assertThat(choices).isExhausted();
                assertThat(broker.fault()).isEmpty();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void refusesAFolderNameKafkaWouldSplit() {
        assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("a,b")))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("comma");
    }

    @Test
    void saysWhenAnExternalBrokerIsMissing() {
        assertThatThrownBy(() -> ExternalBroker.connect("127.0.0.1:1", Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("127.0.0.1:1 did not answer");
        assertThatThrownBy(() -> ExternalBroker.connect("nonsense", Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("nonsense");
    }

    private static void send(Broker broker, int count) throws ExecutionException, InterruptedException {
        try (Admin admin = admin(broker)) {
            if (admin.listTopics().names().get().isEmpty()) {
                admin.createTopics(List.of(new NewTopic("t", Optional.of(1), Optional.empty())))
                        .all()
                        .get();
            }
        }
        assertThat(endOffset(broker)).isNotNegative();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                assertThat(producer.send(new ProducerRecord<>("t", new byte[] {1}))
                                .get()
                                .topic())
                        .isEqualTo("t");
            }
        }
    }

    private static long endOffset(Broker broker) throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition("t", 0);
        try (Admin admin = admin(broker)) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private static Admin admin(Broker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
