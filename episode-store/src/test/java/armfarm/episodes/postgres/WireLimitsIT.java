package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptStarted;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.wire.AttemptEventCodec;
import armfarm.messages.wire.proto.AttemptEventProto.Event;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One value that the wire accepts and the store refuses would stop the farm: nobody could store past it. */
class WireLimitsIT {
    private static final int TRIES = 1_000;

    @TempDir
    private Path shards;

    @Test
    void storesWhateverTheWireAccepts() {
        Random random = new Random(47);
        int taken = 0;
        int refused = 0;
        try (StoreFixture farm = new StoreFixture(shards)) {
            for (int i = 0; i < TRIES; i++) {
                Optional<GraspAttempt> attempt = received(farm.attempts.next(), random);
                if (attempt.isEmpty()) {
                    refused++;
                    continue;
                }
                farm.store.stream().append(new EpisodeBatch(List.of(attempt.get()), List.of(), List.of()));
                assertThat(farm.store.episodes().attempt(attempt.get().id()))
                        .hasValueSatisfying(read -> assertThat(read.frames())
                                .hasSameSizeAs(attempt.get().frames()));
                taken++;
            }
            assertThat(farm.fsck().problems()).isEmpty();
        }
        assertThat(taken).as("accepted").isGreaterThan(TRIES / 4);
        assertThat(refused).as("refused").isGreaterThan(TRIES / 10);
    }

    /** The attempt as its events tell it after one of their fields was spoiled; empty if the wire refuses one. */
    private static Optional<GraspAttempt> received(GraspAttempt attempt, Random random) {
        List<AttemptEvent> events = new ArrayList<>();
        events.add(attempt.started());
        events.addAll(attempt.frames());
        events.add(attempt.ended());
        int spoiled = random.nextInt(events.size());
        List<AttemptEvent> read = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            byte[] bytes = AttemptEventCodec.encode(events.get(i));
            try {
                read.add(AttemptEventCodec.decode(i == spoiled ? spoil(bytes, attempt.id(), random) : bytes));
            } catch (FarmException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.DATA);
                return Optional.empty();
            }
        }
        return Optional.of(new GraspAttempt(
                (AttemptStarted) read.get(0),
                read.subList(1, read.size() - 1).stream()
                        .map(FrameCaptured.class::cast)
                        .toList(),
                (AttemptEnded) read.get(read.size() - 1)));
    }

    private static byte[] spoil(byte[] bytes, AttemptId id, Random random) {
        try {
            Event.Builder event = Event.parseFrom(bytes).toBuilder();
            Event before = event.build();
            spoil(event, random);
            ByteBuffer idBytes = ByteBuffer.allocate(16)
                    .putLong(id.uuid().getMostSignificantBits())
                    .putLong(id.uuid().getLeastSignificantBits());
            // What the assembler checks on its own before an attempt gets this far.
            return event.setAttemptId(ByteString.copyFrom(idBytes.flip()))
                    .setArm(before.getArm())
                    .setSequence(before.getSequence())
                    .build()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets one field, at any depth, to a value at the edge of its type. */
    private static void spoil(Message.Builder message, Random random) {
        List<FieldDescriptor> set = List.copyOf(message.build().getAllFields().keySet());
        FieldDescriptor field = set.get(random.nextInt(set.size()));
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            spoil(
                    field.isRepeated()
                            ? message.getRepeatedFieldBuilder(
                                    field, random.nextInt(message.getRepeatedFieldCount(field)))
                            : message.getFieldBuilder(field),
                    random);
        } else {
            message.setField(field, edge(field, random));
        }
    }

    private static Object edge(FieldDescriptor field, Random random) {
        return switch (field.getJavaType()) {
            case INT -> pick(random, 0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE);
            case LONG ->
                pick(
                        random,
                        0L,
                        1L,
                        -1L,
                        Long.MAX_VALUE,
                        Long.MIN_VALUE,
                        micros("0001-01-01T00:00:00Z"),
                        micros("9999-12-31T23:59:59Z"),
                        365L * 86_400_000_000L);
            case FLOAT -> pick(random, 0f, -1f, Float.NaN, Float.MAX_VALUE, Float.NEGATIVE_INFINITY);
            case DOUBLE ->
                pick(random, 0.0, 1.0, -1.0, Double.NaN, Double.MAX_VALUE, Double.MIN_VALUE, Double.POSITIVE_INFINITY);
            case BOOLEAN -> random.nextBoolean();
            case STRING ->
                pick(
                        random,
                        "",
                        "a\0b",
                        "\"quoted\" \\ and \n broken",
                        "é€\uD83E\uDD16",
                        "../../up",
                        "é".repeat(500),
                        noise(random, 500),
                        noise(random, 5_000),
                        noise(random, 30_000));
            case BYTE_STRING -> pick(random, ByteString.EMPTY, ByteString.copyFrom(new byte[1]));
            case ENUM -> pick(random, field.getEnumType().getValues().toArray());
            case MESSAGE -> throw new IllegalArgumentException("not a value: " + field);
        };
    }

    /** Text that does not compress, as PostgreSQL's indexes would else make it short. */
    private static String noise(Random random, int length) {
        return random.ints(length, 'A', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    private static Object pick(Random random, Object... values) {
        return values[random.nextInt(values.length)];
    }
}
