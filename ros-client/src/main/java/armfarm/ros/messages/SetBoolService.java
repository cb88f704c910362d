package armfarm.ros.messages;

/** std_srvs/SetBool: switch something on or off. */
public final class SetBoolService {
    public static final ServiceType<Request, Response> TYPE =
            ServiceType.of("std_srvs/SetBool", Request.TYPE, Response.TYPE);

    private SetBoolService() {}

    /** @param data what to switch to */
    public record Request(boolean data) {
        static final MessageType<Request> TYPE = MessageType.of(
                "std_srvs/SetBoolRequest", """
                bool data
                """, (request, out) -> out.bool(request.data), in -> new Request(in.bool()));
    }

    /** @param message why it did not succeed, or more about how it did */
    public record Response(boolean success, String message) {
        static final MessageType<Response> TYPE = MessageType.of(
                "std_srvs/SetBoolResponse",
                """
                bool success
                string message
                """,
                (response, out) -> out.bool(response.success).string(response.message),
                in -> new Response(in.bool(), in.string()));
    }
}
