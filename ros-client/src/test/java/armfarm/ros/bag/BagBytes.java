package armfarm.ros.bag;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Builds bags byte by byte from the format's text, independent of the writer. */
final class BagBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static BagBytes bag(long indexOffset) {
        BagBytes bag = new BagBytes();
        bag.out.writeBytes("#ROSBAG V2.0\n".getBytes(StandardCharsets.US_ASCII));
        bag.record(
                fields(Map.of(
                        "op",
                        new byte[] {3},
                        "index_pos",
                        u64(indexOffset),
                        "conn_count",
                        u32(1),
                        "chunk_count",
                        u32(1))),
                " ".repeat(20).getBytes(StandardCharsets.US_ASCII));
        return bag;
    }

    static BagBytes records() {
        return new BagBytes();
    }

    BagBytes record(byte[] header, byte[] data) {
        out.writeBytes(u32(header.length));
        out.writeBytes(header);
        out.writeBytes(u32(data.length));
        out.writeBytes(data);
        return this;
    }

    BagBytes connection(int id, String topic) {
        byte[] data = fields(Map.of(
                "type", text("std_msgs/String"),
                "md5sum", text("992ce8a1687cec8c8bd883ec73ca41d1"),
                "message_definition", text("string data\n")));
        return record(fields(Map.of("op", new byte[] {7}, "conn", u32(id), "topic", text(topic))), data);
    }

    BagBytes message(int connection, int seconds, String content) {
        byte[] message = concat(u32(content.length()), text(content));
        return record(
                fields(Map.of("op", new byte[] {2}, "conn", u32(connection), "time", concat(u32(seconds), u32(7)))),
                message);
    }

    BagBytes chunk(String compression, long size, byte[] data) {
        return record(fields(Map.of("op", new byte[] {5}, "compression", text(compression), "size", u32(size))), data);
    }

    BagBytes chunk(BagBytes records) {
        byte[] data = records.toByteArray();
        return chunk("none", data.length, data);
    }

    BagBytes chunkInfo(long offset, int connection, int messages) {
        return record(
                fields(Map.of(
                        "op", new byte[] {6},
                        "ver", u32(1),
                        "chunk_pos", u64(offset),
                        "start_time", concat(u32(1), u32(0)),
                        "end_time", concat(u32(9), u32(0)),
                        "count", u32(1))),
                concat(u32(connection), u32(messages)));
    }

    BagBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    static byte[] fields(Map<String, byte[]> fields) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        fields.forEach((name, value) -> {
            byte[] field = concat(text(name + "="), value);
            header.writeBytes(u32(field.length));
            header.writeBytes(field);
        });
        return header.toByteArray();
    }

    static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] u32(long value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array();
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
