package armfarm.controller.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request's body as it comes, and sends the request on when it is whole. Occupies no thread while nothing comes. */
final class BodyReader implements ReadListener, AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

    private final AsyncContext async;
    private final Consumer<byte[]> whole;
    private final Runnable ended;
    private final AtomicBoolean hasEnded = new AtomicBoolean();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] some = new byte[4096];

    /** @param ended called once, however it ends */
    BodyReader(AsyncContext async, Consumer<byte[]> whole, Runnable ended) {
        this.async = async;
        this.whole = whole;
        this.ended = ended;
    }

    static String tooLong() {
        return "The body is longer than " + Guard.MAX_BODY + " bytes, which is the most that is taken";
    }

    @Override
    public void onDataAvailable() throws IOException {
        ServletInputStream in = async.getRequest().getInputStream();
        while (in.isReady() && !in.isFinished()) {
            int count = in.read(some);
            if (count > 0) {
                bytes.write(some, 0, count);
            }
            if (bytes.size() > Guard.MAX_BODY) {
                refuse(413, tooLong());
                return;
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (end()) {
            whole.accept(bytes.toByteArray());
            async.dispatch();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        refuse(408, "The body was not whole within " + Guard.BODY_PATIENCE.toSeconds() + " s");
    }

    @Override
    public void onError(Throwable problem) {
        LOG.debug("A request's body ended early: {}", problem.toString());
        if (end()) {
            async.complete();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The answer is made in its own time.
    }

    private void refuse(int status, String reason) throws IOException {
        if (end()) {
            HttpServletResponse response = (HttpServletResponse) async.getResponse();
            response.setHeader("Connection", "close");
            JsonErrors.answer(response, status, reason);
            async.complete();
        }
    }

    private boolean end() {
        boolean first = hasEnded.compareAndSet(false, true);
        if (first) {
            ended.run();
        }
        return first;
    }
}
