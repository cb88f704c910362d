package armfarm.controller.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;

/** Errors that the web server itself answers, such as a request it cannot read: {@code {"error": "..."}} like all others. */
public final class JsonErrors extends ErrorHandler {
    /** The body of an error. */
    public static String body(String reason) {
        return JsonNodeFactory.instance.objectNode().put("error", reason).toString();
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        base.setHandled(true);
        int status = response.getStatus();
        answer(response, status, HttpStatus.getMessage(status));
    }

    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
        SafeHeaders.ALL.forEach(fields::put);
        fields.put("Content-Type", "application/json");
        String told = reason == null ? HttpStatus.getMessage(status) : reason;
        return ByteBuffer.wrap(body("The request cannot be read: " + told).getBytes(StandardCharsets.UTF_8));
    }

    static void answer(HttpServletResponse response, int status, String reason) throws IOException {
        SafeHeaders.ALL.forEach(response::setHeader);
        response.setStatus(status);
        response.setContentType("application/json");
        byte[] body = body(reason).getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
