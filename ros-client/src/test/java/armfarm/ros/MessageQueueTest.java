package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
    private static final byte[] SMALL = new byte[1];
    private static final byte[] LARGE = new byte[100];

    @Test
    void dropsTheOldestAboveTheCount() throws InterruptedException {
        MessageQueue queue = new MessageQueue(new QueueLimit(2, 1000));
        byte[] newest = new byte[1];

        assertThat(queue.offer(SMALL)).isZero();
        assertThat(queue.offer(LARGE)).isZero();
        assertThat(queue.offer(newest)).isEqualTo(1);

        assertThat(queue.poll(Duration.ZERO)).isSameAs(LARGE);
        assertThat(queue.poll(Duration.ZERO)).isSameAs(newest);
        assertThat(queue.poll(Duration.ZERO)).isNull();
    }

    @Test
    void dropsAsManyAsTheBytesNeed() throws InterruptedException {
        MessageQueue queue = new MessageQueue(new QueueLimit(10, 101));
        queue.offer(SMALL);
        queue.offer(SMALL);
        queue.offer(SMALL);

        assertThat(queue.offer(LARGE)).isEqualTo(2);
        assertThat(queue.bytes()).isEqualTo(101);
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void takesOneMessageHoweverLarge() {
        MessageQueue queue = new MessageQueue(new QueueLimit(10, 5));

        assertThat(queue.offer(LARGE)).isZero();
        assertThat(queue.offer(LARGE)).isEqualTo(1);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void keepsNothingOnceClosed() throws InterruptedException {
        MessageQueue queue = new MessageQueue(QueueLimit.NEWEST);
        queue.offer(SMALL);
        queue.close();

        assertThat(queue.offer(SMALL)).isZero();
        assertThat(queue.poll(Duration.ofDays(1))).isNull();
    }

    @Test
    void refusesAQueueWithoutRoom() {
        assertThatThrownBy(() -> new QueueLimit(0, 1)).isInstanceOf(DriverException.class);
    }
}
