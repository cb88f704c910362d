package armfarm.ros.net;

import armfarm.messages.time.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * Reads from a socket until a deadline, however slowly the peer drips its bytes: a socket's own timeout starts anew with
 * each byte. Confined to one thread.
 */
public final class DeadlineInputStream extends FilterInputStream {
    private final Socket socket;
    private final Deadline deadline;

    public DeadlineInputStream(Socket socket, Deadline deadline) throws IOException {
        super(socket.getInputStream());
        this.socket = socket;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        socket.setSoTimeout(deadline.leftMillis());
        return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        socket.setSoTimeout(deadline.leftMillis());
        return super.read(into, offset, length);
    }
}
