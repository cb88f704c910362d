package armfarm.cli;

import armfarm.cli.console.ControlEscapes;
import armfarm.episodes.StoredRejection;
import armfarm.messages.FarmException;
import armfarm.messages.wire.AttemptEventCodec;
import java.util.Arrays;
import java.util.HexFormat;

/** A rejected record as {@code --json} prints it; keys that do not apply are null. */
record RejectedRecordView(
        long id,
        String topic,
        int partition,
        long offset,
        String attempt,
        boolean attemptStored,
        String reason,
        int bytes,
        String storedAt,
        String replayedAt,
        String replayResult) {
    private static final int SHOWN_BYTES = 512;
    private static final int BYTES_PER_LINE = 32;

    static RejectedRecordView of(StoredRejection rejection) {
        return new RejectedRecordView(
                rejection.id(),
                rejection.topic(),
                rejection.partition(),
                rejection.offset(),
                rejection.attempt().map(Object::toString).orElse(null),
                rejection.attemptStored(),
                rejection.reason(),
                rejection.payloadBytes(),
                rejection.storedAt().toString(),
                rejection.replay().map(replay -> replay.replayedAt().toString()).orElse(null),
                rejection.replay().map(StoredRejection.Replay::result).orElse(null));
    }

    String line() {
        return id + "  " + storedAt + "  " + topic + "/" + partition + "@" + offset + "  " + bytes + " bytes  attempt "
                + (attempt == null ? "unknown" : attempt) + ": " + ControlEscapes.oneLine(reason)
                + (replayResult == null ? "" : "  [" + replayedAt + ": " + replayResult + "]");
    }

    /** What {@code rejected show --json} prints. @param event what the bytes say; null if they cannot be read */
    record Detail(RejectedRecordView record, String event, String decodeError, String payloadHex) {}

    /** The record with its bytes. */
    static final class Whole {
        private final RejectedRecordView view;
        private final byte[] bytes;
        private String event;
        private String problem;

        private Whole(RejectedRecordView view, byte[] bytes) {
            this.view = view;
            this.bytes = bytes;
            try {
                event = AttemptEventCodec.decode(bytes).toString();
            } catch (FarmException e) {
                problem = e.getMessage();
            }
        }

        byte[] bytes() {
            return bytes;
        }

        Detail json() {
            return new Detail(view, event, problem, HexFormat.of().formatHex(bytes));
        }

        String text() {
            StringBuilder text = new StringBuilder(view.line()).append('\n');
            text.append(
                            event == null
                                    ? "Cannot be read: " + ControlEscapes.oneLine(problem)
                                    : "Says: " + ControlEscapes.oneLine(event))
                    .append('\n');
            HexFormat hex = HexFormat.ofDelimiter(" ");
            for (int from = 0; from < Math.min(bytes.length, SHOWN_BYTES); from += BYTES_PER_LINE) {
                int to = Math.min(bytes.length, from + BYTES_PER_LINE);
                text.append(String.format("%06x  %s%n", from, hex.formatHex(Arrays.copyOfRange(bytes, from, to))));
            }
            if (bytes.length > SHOWN_BYTES) {
                text.append(bytes.length - SHOWN_BYTES).append(" more bytes; --raw FILE writes them all\n");
            }
            return text.toString();
        }
    }

    static Whole whole(StoredRejection rejection, byte[] payload) {
        return new Whole(of(rejection), payload);
    }
}
