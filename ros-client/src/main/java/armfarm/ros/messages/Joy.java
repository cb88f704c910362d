package armfarm.ros.messages;

import java.util.List;

/** sensor_msgs/Joy: axes -1..1, buttons 0 or 1. */
public record Joy(Header header, List<Float> axes, List<Integer> buttons) {
    public static final MessageType<Joy> TYPE =
            MessageType.of("sensor_msgs/Joy", """
            Header header
            float32[] axes
            int32[] buttons
            """, Joy::write, Joy::read, Header.TYPE);

    public Joy {
        axes = List.copyOf(axes);
        buttons = List.copyOf(buttons);
    }

    private static void write(Joy message, WireWriter out) {
        out.message(Header.TYPE, message.header).float32s(message.axes).int32s(message.buttons);
    }

    private static Joy read(WireReader in) throws MessageFormatException {
        return new Joy(in.message(Header.TYPE), in.float32s(), in.int32s());
    }
}
