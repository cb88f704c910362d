package armfarm.messages.wire;

import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.proto.AttemptEventProto.Event;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Optional;

/**
 * Attempt events as Protobuf bytes, the value of a record on {@link Topics#ARM_EVENTS}.
 *
 * <p>Instants and durations keep whole microseconds; finer digits are cut off. Thread-safe.
 */
public final class AttemptEventCodec {
    private AttemptEventCodec() {}

    /** The same event gives the same bytes. */
    public static byte[] encode(AttemptEvent event) {
        return EventWriter.write(event).toByteArray();
    }

    /** @throws FarmException (DATA) naming the field, what was found and what was expected */
    public static AttemptEvent decode(byte[] bytes) {
        try {
            return EventReader.read(Event.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Attempt event of " + bytes.length + " bytes: found damaged or cut bytes (" + e.getMessage()
                            + "), expected a whole Protobuf message; check the sender and the broker's disk",
                    e);
        }
    }

    /** The attempt a record names, as far as its bytes can be read; for records that {@link #decode} refuses. */
    public static Optional<AttemptId> attemptOf(byte[] bytes) {
        int wanted = (Event.ATTEMPT_ID_FIELD_NUMBER << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == wanted) {
                    return Optional.of(EventReader.attempt(in.readBytes()));
                }
                in.skipField(tag);
            }
            return Optional.empty();
        } catch (IOException | FarmException e) {
            return Optional.empty();
        }
    }
}
