package armfarm.ros.net;

import armfarm.messages.time.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection to a server that connects, writes and reads only until a deadline. Java's plain sockets cannot time
 * out a write, so a peer that stops reading would hold its caller for ever. Confined to one thread, but for
 * {@link #close}. Only the look-up of a host's name is outside the deadline: the JDK offers no timeout for it.
 */
public final class TimedSocket implements Closeable {
    private final SocketChannel channel;
    private final Selector selector;
    private final InetSocketAddress address;

    private TimedSocket(SocketChannel channel, Selector selector, InetSocketAddress address) {
        this.channel = channel;
        this.selector = selector;
        this.address = address;
    }

    /**
     * Connects.
     *
     * @throws UnknownHostException if the host's name does not resolve
     * @throws SocketTimeoutException if the deadline passed
     * @throws IOException if the host refuses
     */
    public static TimedSocket connect(InetSocketAddress address, Deadline deadline) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("host name '" + address.getHostString() + "' does not resolve here");
        }
        SocketChannel channel = SocketChannel.open();
        try {
            Selector selector = Selector.open();
            TimedSocket socket = new TimedSocket(channel, selector, address);
            socket.connect(deadline);
            return socket;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void connect(Deadline deadline) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.register(selector, 0);
            if (!channel.connect(address)) {
                do {
                    await(SelectionKey.OP_CONNECT, "connect to", deadline);
                } while (!channel.finishConnect());
            }
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    /** Writes all bytes, or throws. */
    public void write(byte[] bytes, Deadline deadline) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (channel.write(buffer) >= 0 && buffer.hasRemaining()) {
            await(SelectionKey.OP_WRITE, "write to", deadline);
        }
    }

    /** What the peer sends until the deadline; reading past it throws {@link SocketTimeoutException}. */
    public InputStream input(Deadline deadline) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return TimedSocket.this.read(ByteBuffer.wrap(into, offset, length), deadline);
            }
        };
    }

    private int read(ByteBuffer into, Deadline deadline) throws IOException {
        if (!into.hasRemaining()) {
            return 0;
        }
        int count = channel.read(into);
        while (count == 0) {
            await(SelectionKey.OP_READ, "read from", deadline);
            count = channel.read(into);
        }
        return count;
    }

    /** Whether the peer has hung up, or sent what nobody asked for; does not wait. */
    public boolean ended() {
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    private void await(int operation, String what, Deadline deadline) throws IOException {
        try {
            channel.keyFor(selector).interestOps(operation);
            selector.selectedKeys().clear();
            selector.select(deadline.leftMillis());
        } catch (SocketTimeoutException e) {
            SocketTimeoutException timeout = new SocketTimeoutException(
                    what + " " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage());
            timeout.initCause(e);
            throw timeout;
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new IOException("closed while trying to " + what + " " + address, e);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while trying to " + what + " " + address);
        }
    }

    /** Ends the connection; another thread that waits in it gets an exception. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            selector.close();
        }
    }
}
