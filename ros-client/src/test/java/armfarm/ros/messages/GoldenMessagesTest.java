package armfarm.ros.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenMessagesTest {
    private static final Map<String, GoldenMessages.Golden> GOLDEN = GoldenMessages.stored();

    static Stream<MessageType<?>> types() {
        return MessageCatalog.all().stream();
    }

    @Test
    void thereAreGoldenBytesOfEveryType() {
        assertThat(types().map(MessageType::name)).containsExactlyInAnyOrderElementsOf(GOLDEN.keySet());
    }

    @Test
    void computesTheSumsThatRosPublishes() {
        assertThat(types().collect(Collectors.toMap(MessageType::name, MessageType::md5)))
                .isEqualTo(GOLDEN.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().md5())));
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void readsWhatRospyWroteAndWritesTheSameBytes(MessageType<T> type) throws MessageFormatException {
        GoldenMessages.Golden golden = GOLDEN.get(type.name());

        T message = type.deserialize(golden.bytes());

        assertThat(MessageValues.of(message)).isEqualTo(golden.values());
        assertThat(type.serialize(message)).isEqualTo(golden.bytes());
    }

    @ParameterizedTest
    @MethodSource("types")
    void refusesEveryCut(MessageType<?> type) {
        byte[] bytes = GOLDEN.get(type.name()).bytes();

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> type.deserialize(cut))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(MessageFormatException.class);
        }
    }

    @Test
    void readsAMessageOfTheLeastSize() throws MessageFormatException {
        for (MessageType<?> type :
                types().filter(type -> type != EmptyMessage.TYPE).toList()) {
            byte[] zeros = new byte[type.minBytes()];

            assertThat(type.deserialize(zeros)).as(type.name()).isNotNull();
            assertThatThrownBy(() -> type.deserialize(new byte[zeros.length - 1]))
                    .as(type.name())
                    .isInstanceOf(MessageFormatException.class);
        }
    }

    @Test
    void refusesAnIntegerThatDoesNotFitItsType() {
        assertThatThrownBy(() -> IntegerMessage.UINT8.serialize(new IntegerMessage(256)))
                .hasMessageContaining("256")
                .hasMessageContaining("uint8");
        assertThatThrownBy(() -> IntegerMessage.INT16.serialize(new IntegerMessage(-32_769)))
                .hasMessageContaining("int16");
        assertThatThrownBy(() -> IntegerMessage.UINT32.serialize(new IntegerMessage(-1)))
                .hasMessageContaining("uint32");
    }
}
