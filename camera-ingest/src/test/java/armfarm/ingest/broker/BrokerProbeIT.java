package armfarm.ingest.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProbeIT {
    @TempDir
    Path folder;

    @Test
    void tellsALivingBrokerFromADeadOneAndNoticesItsReturn() {
        try (BrokerProcess broker = new BrokerProcess(folder.resolve("kafka"), folder.resolve("log"))) {
            broker.start();
            try (BrokerProbe probe = new BrokerProbe(broker.bootstrapServers(), Duration.ofSeconds(5))) {
                assertThatCode(probe::ask).doesNotThrowAnyException();

                broker.kill();
                assertThatThrownBy(probe::ask).isInstanceOf(FarmException.class).hasMessage("no answer within 5.0 s");

                broker.start();
                assertThatCode(probe::ask).doesNotThrowAnyException();
            }
        }
    }
}
