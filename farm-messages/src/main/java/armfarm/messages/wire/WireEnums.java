package armfarm.messages.wire;

import armfarm.messages.FrameKind;
import armfarm.messages.LabelSource;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.Purpose;
import armfarm.messages.wire.proto.AttemptEventProto;

/** Enum values on the wire. No default branches when writing: a new value must be given a number first. */
final class WireEnums {
    private WireEnums() {}

    static AttemptEventProto.Purpose write(Purpose value) {
        return switch (value) {
            case COLLECTION -> AttemptEventProto.Purpose.PURPOSE_COLLECTION;
            case EVALUATION -> AttemptEventProto.Purpose.PURPOSE_EVALUATION;
            case IMPORT -> AttemptEventProto.Purpose.PURPOSE_IMPORT;
        };
    }

    static Purpose read(AttemptEventProto.Purpose value, int number) {
        return switch (value) {
            case PURPOSE_COLLECTION -> Purpose.COLLECTION;
            case PURPOSE_EVALUATION -> Purpose.EVALUATION;
            case PURPOSE_IMPORT -> Purpose.IMPORT;
            case PURPOSE_UNSPECIFIED, UNRECOGNIZED -> throw unknown("started.purpose", number, "1..3");
        };
    }

    static AttemptEventProto.ObjectSet write(ObjectSet value) {
        return switch (value) {
            case TRAINING -> AttemptEventProto.ObjectSet.OBJECT_SET_TRAINING;
            case HELD_OUT -> AttemptEventProto.ObjectSet.OBJECT_SET_HELD_OUT;
            case HELD_OUT_KINDS -> AttemptEventProto.ObjectSet.OBJECT_SET_HELD_OUT_KINDS;
        };
    }

    static ObjectSet read(AttemptEventProto.ObjectSet value, int number) {
        return switch (value) {
            case OBJECT_SET_TRAINING -> ObjectSet.TRAINING;
            case OBJECT_SET_HELD_OUT -> ObjectSet.HELD_OUT;
            case OBJECT_SET_HELD_OUT_KINDS -> ObjectSet.HELD_OUT_KINDS;
            case OBJECT_SET_UNSPECIFIED, UNRECOGNIZED -> throw unknown("started.object_set", number, "1..3");
        };
    }

    static AttemptEventProto.FrameKind write(FrameKind value) {
        return switch (value) {
            case STEP -> AttemptEventProto.FrameKind.FRAME_KIND_STEP;
            case LIFTED -> AttemptEventProto.FrameKind.FRAME_KIND_LIFTED;
            case DROPPED -> AttemptEventProto.FrameKind.FRAME_KIND_DROPPED;
            case VIEW -> AttemptEventProto.FrameKind.FRAME_KIND_VIEW;
        };
    }

    static FrameKind read(AttemptEventProto.FrameKind value, int number) {
        return switch (value) {
            case FRAME_KIND_STEP -> FrameKind.STEP;
            case FRAME_KIND_LIFTED -> FrameKind.LIFTED;
            case FRAME_KIND_DROPPED -> FrameKind.DROPPED;
            case FRAME_KIND_VIEW -> FrameKind.VIEW;
            case FRAME_KIND_UNSPECIFIED, UNRECOGNIZED -> throw unknown("frame.kind", number, "1..4");
        };
    }

    static AttemptEventProto.LabelSource write(LabelSource value) {
        return switch (value) {
            case GRIPPER -> AttemptEventProto.LabelSource.LABEL_SOURCE_GRIPPER;
            case DROP_TEST -> AttemptEventProto.LabelSource.LABEL_SOURCE_DROP_TEST;
            case SIMULATOR -> AttemptEventProto.LabelSource.LABEL_SOURCE_SIMULATOR;
            case HUMAN -> AttemptEventProto.LabelSource.LABEL_SOURCE_HUMAN;
            case RECORDING -> AttemptEventProto.LabelSource.LABEL_SOURCE_RECORDING;
        };
    }

    static LabelSource read(AttemptEventProto.LabelSource value, int number) {
        return switch (value) {
            case LABEL_SOURCE_GRIPPER -> LabelSource.GRIPPER;
            case LABEL_SOURCE_DROP_TEST -> LabelSource.DROP_TEST;
            case LABEL_SOURCE_SIMULATOR -> LabelSource.SIMULATOR;
            case LABEL_SOURCE_HUMAN -> LabelSource.HUMAN;
            case LABEL_SOURCE_RECORDING -> LabelSource.RECORDING;
            case LABEL_SOURCE_UNSPECIFIED, UNRECOGNIZED -> throw unknown("ended.labels.source", number, "1..5");
        };
    }

    static AttemptEventProto.Outcome write(Outcome value) {
        return switch (value) {
            case SUCCESS -> AttemptEventProto.Outcome.OUTCOME_SUCCESS;
            case FAILURE -> AttemptEventProto.Outcome.OUTCOME_FAILURE;
            case UNKNOWN -> AttemptEventProto.Outcome.OUTCOME_UNKNOWN;
            case ABORTED -> AttemptEventProto.Outcome.OUTCOME_ABORTED;
        };
    }

    static Outcome read(AttemptEventProto.Outcome value, int number) {
        return switch (value) {
            case OUTCOME_SUCCESS -> Outcome.SUCCESS;
            case OUTCOME_FAILURE -> Outcome.FAILURE;
            case OUTCOME_UNKNOWN -> Outcome.UNKNOWN;
            case OUTCOME_ABORTED -> Outcome.ABORTED;
            case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> throw unknown("ended.labels.outcome", number, "1..4");
        };
    }

    private static RuntimeException unknown(String field, int number, String expected) {
        return EventReader.wrong(field, number, "one of " + expected);
    }
}
