package armfarm.ros.messages;

/** std_srvs/Empty: a signal that is answered when it has been acted on. */
public final class EmptyService {
    public static final ServiceType<Request, Response> TYPE =
            ServiceType.of("std_srvs/Empty", Request.TYPE, Response.TYPE);

    private EmptyService() {}

    /** Has no field. */
    public record Request() {
        static final MessageType<Request> TYPE =
                MessageType.of("std_srvs/EmptyRequest", "", (request, out) -> {}, in -> new Request());
    }

    /** Has no field. */
    public record Response() {
        static final MessageType<Response> TYPE =
                MessageType.of("std_srvs/EmptyResponse", "", (response, out) -> {}, in -> new Response());
    }
}
