package armfarm.ros.xmlrpc;

import java.util.List;

/** A method call; parameters as {@link XmlRpcCodec} maps them. Immutable. */
public record XmlRpcCall(String method, List<Object> params) {
    public XmlRpcCall {
        params = List.copyOf(params);
    }

    /** @throws XmlRpcFault if there is no such parameter or it has another type */
    public <T> T param(int index, Class<T> type) throws XmlRpcFault {
        if (index >= params.size() || !type.isInstance(params.get(index))) {
            String found = index < params.size() ? params.get(index).getClass().getSimpleName() : "nothing";
            throw new XmlRpcFault(
                    400, method + ": parameter " + index + " is " + found + ", expected " + type.getSimpleName());
        }
        return type.cast(params.get(index));
    }
}
