package armfarm.messages.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.AttemptEvent;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameKind;
import armfarm.messages.LabelSource;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.Purpose;
import armfarm.messages.wire.proto.AttemptEventProto;
import armfarm.messages.wire.proto.AttemptEventProto.Event;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptEventCodecTest {
    private static final long SEED = 20261122;

    @Test
    void randomEventsComeBackEqual() {
        RandomGenerator random = new Random(SEED);

        for (int i = 0; i < 500; i++) {
            AttemptEvent event = SampleEvents.random(random);
            assertThat(AttemptEventCodec.decode(AttemptEventCodec.encode(event)))
                    .as("event %d of seed %d", i, SEED)
                    .isEqualTo(event);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPurposeComesBack(Purpose value) {
        AttemptEventProto.Purpose wire = WireEnums.write(value);
        assertThat(WireEnums.read(wire, wire.getNumber())).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void everyObjectSetComesBack(ObjectSet value) {
        AttemptEventProto.ObjectSet wire = WireEnums.write(value);
        assertThat(WireEnums.read(wire, wire.getNumber())).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void everyFrameKindComesBack(FrameKind value) {
        AttemptEventProto.FrameKind wire = WireEnums.write(value);
        assertThat(WireEnums.read(wire, wire.getNumber())).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void everyLabelSourceComesBack(LabelSource value) {
        AttemptEventProto.LabelSource wire = WireEnums.write(value);
        assertThat(WireEnums.read(wire, wire.getNumber())).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void everyOutcomeComesBack(Outcome value) {
        AttemptEventProto.Outcome wire = WireEnums.write(value);
        assertThat(WireEnums.read(wire, wire.getNumber())).isEqualTo(value);
    }

    @Test
    void refusesANewerVersionAndSaysSo() {
        byte[] newer = changed(SampleEvents.started(), event -> event.setSchemaVersion(2));

        assertRefused(() -> AttemptEventCodec.decode(newer), "'schema_version'", "found 2", "at most 1", "update");
        assertThat(AttemptEventCodec.attemptOf(newer)).contains(SampleEvents.ATTEMPT);
    }

    @Test
    void acceptsFieldsOfALaterMinorVersion() throws InvalidProtocolBufferException {
        UnknownFieldSet.Field added =
                UnknownFieldSet.Field.newBuilder().addVarint(7).build();
        byte[] bytes = Event.parseFrom(AttemptEventCodec.encode(SampleEvents.ended())).toBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(500, added).build())
                .build()
                .toByteArray();

        assertThat(AttemptEventCodec.decode(bytes)).isEqualTo(SampleEvents.ended());
    }

    @Test
    void refusesCutBytesAtEveryLength() {
        byte[] whole = AttemptEventCodec.encode(SampleEvents.frame());

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> AttemptEventCodec.decode(cut))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                    .hasMessageContaining("Attempt event")
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void namesTheAttemptOfACutRecord() {
        byte[] whole = AttemptEventCodec.encode(SampleEvents.frame());

        assertThat(AttemptEventCodec.attemptOf(Arrays.copyOf(whole, whole.length - 3)))
                .contains(SampleEvents.ATTEMPT);
        assertThat(AttemptEventCodec.attemptOf(new byte[] {1, 2, 3})).isEmpty();
    }

    @Test
    void neverFailsOtherwiseOnFlippedBytes() {
        RandomGenerator random = new Random(SEED);
        byte[] whole = AttemptEventCodec.encode(SampleEvents.frame());

        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(AttemptEventCodec.decode(damaged)).isNotNull();
            } catch (FarmException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.DATA);
            }
        }
    }

    @Test
    void namesTheWrongField() {
        assertRefused(
                () -> AttemptEventCodec.decode(
                        changed(SampleEvents.frame(), e -> e.setAttemptId(ByteString.copyFrom(new byte[5])))),
                "'attempt_id'",
                "found 5 bytes",
                "expected 16 bytes");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(SampleEvents.frame(), e -> e.setArm("7 up"))), "'arm'", "7 up");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(SampleEvents.frame(), Event.Builder::clearBody)),
                "'body'",
                "expected started, frame or ended");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(SampleEvents.started(), e -> e.setSequence(3))),
                "'sequence'",
                "found 3",
                "expected 0");
        assertRefused(
                () -> AttemptEventCodec.decode(
                        changed(SampleEvents.frame(), e -> e.getFrameBuilder().setKindValue(99))),
                "'frame.kind'",
                "found 99",
                "1..4");
        assertRefused(
                () -> AttemptEventCodec.decode(
                        changed(SampleEvents.frame(), e -> e.getFrameBuilder().clearStep())),
                "'frame.step'",
                "found none");
        assertRefused(
                () -> AttemptEventCodec.decode(
                        changed(SampleEvents.ended(), e -> e.getEndedBuilder().setAbortReason("stopped"))),
                "'ended.labels'",
                "found 2 labels and abort reason 'stopped'");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(
                        SampleEvents.frame(),
                        e -> e.getFrameBuilder()
                                .getStepBuilder()
                                .getGripperInBaseBuilder()
                                .setQw(5))),
                "'frame.step.gripper_in_base'",
                "norm 5.0, expected 1");
    }

    @Test
    void refusesWhatTheStoreCouldNotKeep() {
        assertRefused(
                () -> AttemptEventCodec.decode(changed(
                        SampleEvents.ended(),
                        e -> e.getEndedBuilder()
                                .getLabelsBuilder(0)
                                .setOutcome(AttemptEventProto.Outcome.OUTCOME_ABORTED))),
                "'ended.labels'",
                "found ABORTED");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(
                        SampleEvents.started(), e -> e.getStartedBuilder().setStartedAtMicros(Long.MAX_VALUE))),
                "'started.started_at_micros'",
                "found 9223372036854775807",
                "years 1 to 9999");
        assertRefused(
                () -> AttemptEventCodec.decode(
                        changed(SampleEvents.frame(), e -> e.getFrameBuilder().setStampMicros(Long.MIN_VALUE))),
                "'frame.stamp_micros'",
                "years 1 to 9999");
        assertRefused(
                () -> AttemptEventCodec.decode(
                        changed(SampleEvents.ended(), e -> e.getEndedBuilder().setDecidingMicros(Long.MAX_VALUE))),
                "'ended.deciding_micros'",
                "at most one year");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(
                        SampleEvents.started(), e -> e.getStartedBuilder().setSource("Some Lab"))),
                "'started.source'",
                "Source 'Some Lab' is not valid");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(
                        SampleEvents.started(), e -> e.getStartedBuilder().setSceneId("x".repeat(501)))),
                "'started.scene_id'",
                "found 501 characters",
                "at most 500");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(
                        SampleEvents.frame(),
                        e -> e.getFrameBuilder()
                                .getStepBuilder()
                                .getDecisionBuilder()
                                .setPredictedProbability(Double.NaN))),
                "'frame.step.decision.predicted_probability'",
                "found NaN",
                "expected 0..1");
        assertRefused(
                () -> AttemptEventCodec.decode(changed(
                        SampleEvents.frame(),
                        e -> e.getFrameBuilder()
                                .getStepBuilder()
                                .getDecisionBuilder()
                                .getPredictedCausesBuilder()
                                .setEmpty(0.6)
                                .setSlipped(0.6))),
                "'frame.step.decision.predicted_causes'",
                "0.6 (slipped)",
                "at most 1 together");
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContainingAll(parts);
    }

    private interface Change {
        void apply(Event.Builder event);
    }

    private static byte[] changed(AttemptEvent event, Change change) {
        try {
            Event.Builder builder = Event.parseFrom(AttemptEventCodec.encode(event)).toBuilder();
            change.apply(builder);
            return builder.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
