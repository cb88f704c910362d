package armfarm.episodes.postgres;

import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.StreamMovedException;
import armfarm.messages.StreamPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Moves the stream positions in the transaction that stores what was read up to them. */
final class PositionRows {
    private record Partition(String topic, int number) {
        static Partition of(StreamPosition position) {
            return new Partition(position.topic(), position.partition());
        }
    }

    private final Connection connection;

    PositionRows(Connection connection) {
        this.connection = connection;
    }

    /**
     * Moves them, in the same order for all writers, so that none waits for another in a circle.
     *
     * @throws StreamMovedException if the batch does not continue what is stored
     * @throws FarmException (DATA) if a position would go back
     */
    void advance(EpisodeBatch batch) throws SQLException {
        List<StreamPosition> positions = batch.positions().stream()
                .sorted(Comparator.comparing(StreamPosition::topic).thenComparingInt(StreamPosition::partition))
                .toList();
        if (batch.continued().isEmpty()) {
            for (StreamPosition position : positions) {
                advance(position, batch.startsOver());
            }
            return;
        }
        Map<Partition, StreamPosition> continued =
                batch.continued().get().stream().collect(Collectors.toMap(Partition::of, Function.identity()));
        for (StreamPosition position : positions) {
            goOn(position, continued.get(Partition.of(position)));
        }
    }

    private void advance(StreamPosition position, boolean startsOver) throws SQLException {
        int rows =
                Sql.update(connection, """
                insert into stream_position as p (topic, partition, next_offset) values (?, ?, ?)
                on conflict (topic, partition) do update set next_offset = excluded.next_offset
                    where ? or p.next_offset <= excluded.next_offset""", position.topic(), position.partition(), position.nextOffset(), startsOver);
        if (rows == 0) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "The stored position of " + position.topic() + " partition " + position.partition()
                            + " is already beyond " + position.nextOffset()
                            + ": another writer moved it, or the event stream was read again from too early."
                            + " Nothing was stored; start reading at the stored position.");
        }
    }

    /** @param stored what must be; null for none */
    private void goOn(StreamPosition position, StreamPosition stored) throws SQLException {
        int rows = stored == null
                ? Sql.update(
                        connection,
                        "insert into stream_position (topic, partition, next_offset) values (?, ?, ?) on conflict do nothing",
                        position.topic(),
                        position.partition(),
                        position.nextOffset())
                : Sql.update(
                        connection,
                        "update stream_position set next_offset = ? where topic = ? and partition = ? and next_offset = ?",
                        position.nextOffset(),
                        position.topic(),
                        position.partition(),
                        stored.nextOffset());
        if (rows == 0) {
            throw new StreamMovedException(
                    "The stored position of " + position.topic() + " partition "
                            + position.partition() + " is not "
                            + (stored == null ? "unset" : stored.nextOffset())
                            + " any more: another store went on with it. Nothing was stored, reading goes on from what is stored");
        }
    }
}
