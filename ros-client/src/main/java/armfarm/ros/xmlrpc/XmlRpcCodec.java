package armfarm.ros.xmlrpc;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * XML-RPC documents as bytes. Values map to Integer, Boolean, String, Double, {@code List<?>}, {@code Map<String, ?>}
 * and {@code byte[]} (base64). Document types and entities are refused. Stateless.
 *
 * <p>Source: XML-RPC specification, Winer 1999/2003.
 */
public final class XmlRpcCodec {
    private XmlRpcCodec() {}

    public static byte[] encodeCall(XmlRpcCall call) {
        StringBuilder out = new StringBuilder(512).append("<?xml version=\"1.0\"?>\n<methodCall><methodName>");
        appendText(out, call.method());
        out.append("</methodName><params>");
        for (Object param : call.params()) {
            out.append("<param>");
            appendValue(out, param);
            out.append("</param>");
        }
        return bytes(out.append("</params></methodCall>"));
    }

    public static byte[] encodeResponse(Object value) {
        StringBuilder out = new StringBuilder(512).append("<?xml version=\"1.0\"?>\n<methodResponse><params><param>");
        appendValue(out, value);
        return bytes(out.append("</param></params></methodResponse>"));
    }

    public static byte[] encodeFault(XmlRpcFault fault) {
        StringBuilder out = new StringBuilder(512).append("<?xml version=\"1.0\"?>\n<methodResponse><fault>");
        appendValue(out, Map.of("faultCode", fault.faultCode(), "faultString", fault.getMessage()));
        return bytes(out.append("</fault></methodResponse>"));
    }

    /** @throws ProtocolException if the bytes are not a method call */
    public static XmlRpcCall decodeCall(byte[] document) throws ProtocolException {
        return new XmlRpcParser(document).methodCall();
    }

    /**
     * @return the value of the response
     * @throws XmlRpcFault if the peer answered with a fault
     * @throws ProtocolException if the bytes are not a method response
     */
    public static Object decodeResponse(byte[] document) throws XmlRpcFault, ProtocolException {
        return new XmlRpcParser(document).methodResponse();
    }

    private static byte[] bytes(StringBuilder out) {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendValue(StringBuilder out, Object value) {
        out.append("<value>");
        if (value instanceof Integer) {
            out.append("<int>").append(value).append("</int>");
        } else if (value instanceof Boolean flag) {
            out.append("<boolean>").append(flag ? 1 : 0).append("</boolean>");
        } else if (value instanceof Double) {
            out.append("<double>").append(value).append("</double>");
        } else if (value instanceof String text) {
            out.append("<string>");
            appendText(out, text);
            out.append("</string>");
        } else if (value instanceof byte[] raw) {
            out.append("<base64>")
                    .append(Base64.getEncoder().encodeToString(raw))
                    .append("</base64>");
        } else {
            appendContainer(out, value);
        }
        out.append("</value>");
    }

    private static void appendContainer(StringBuilder out, Object value) {
        if (value instanceof List<?> items) {
            out.append("<array><data>");
            items.forEach(item -> appendValue(out, item));
            out.append("</data></array>");
        } else if (value instanceof Map<?, ?> members) {
            out.append("<struct>");
            members.forEach((name, member) -> {
                out.append("<member><name>");
                appendText(out, name.toString());
                out.append("</name>");
                appendValue(out, member);
                out.append("</member>");
            });
            out.append("</struct>");
        } else {
            throw new IllegalArgumentException("XML-RPC has no type for " + value.getClass());
        }
    }

    private static void appendText(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\r' -> out.append("&#13;");
                default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '?' : c);
            }
        }
    }
}
