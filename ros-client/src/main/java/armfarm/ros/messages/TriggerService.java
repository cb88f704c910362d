package armfarm.ros.messages;

/** std_srvs/Trigger: do the one thing this service is for. */
public final class TriggerService {
    public static final ServiceType<Request, Response> TYPE =
            ServiceType.of("std_srvs/Trigger", Request.TYPE, Response.TYPE);

    private TriggerService() {}

    /** Has no field. */
    public record Request() {
        static final MessageType<Request> TYPE =
                MessageType.of("std_srvs/TriggerRequest", "", (request, out) -> {}, in -> new Request());
    }

    /** @param message why it did not succeed, or more about how it did */
    public record Response(boolean success, String message) {
        static final MessageType<Response> TYPE = MessageType.of(
                "std_srvs/TriggerResponse",
                """
                bool success
                string message
                """,
                (response, out) -> out.bool(response.success).string(response.message),
                in -> new Response(in.bool(), in.string()));
    }
}
