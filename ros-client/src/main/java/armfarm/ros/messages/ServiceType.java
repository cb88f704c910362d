package armfarm.ros.messages;

import armfarm.messages.hash.Hash;

/**
 * A ROS service type: its name, its request and response, and the md5 sum over both that client and server compare.
 * Immutable.
 *
 * @param <Q> the record that holds a request
 * @param <A> the record that holds an answer
 */
public final class ServiceType<Q, A> {
    private final String name;
    private final MessageType<Q> request;
    private final MessageType<A> response;
    private final String md5;

    private ServiceType(String name, MessageType<Q> request, MessageType<A> response) {
        this.name = name;
        this.request = request;
        this.response = response;
        this.md5 = Hash.MD5.hex(
                request.definition().md5Text() + response.definition().md5Text());
    }

    /**
     * Describes a type.
     *
     * @param name package and type, for example std_srvs/Trigger
     * @param request named as the type with Request after it, as ROS names it in connection headers
     * @param response named as the type with Response after it
     */
    public static <Q, A> ServiceType<Q, A> of(String name, MessageType<Q> request, MessageType<A> response) {
        return new ServiceType<>(name, request, response);
    }

    public String name() {
        return name;
    }

    public MessageType<Q> request() {
        return request;
    }

    public MessageType<A> response() {
        return response;
    }

    /** As 32 hexadecimal digits. */
    public String md5() {
        return md5;
    }

    @Override
    public String toString() {
        return name;
    }
}
