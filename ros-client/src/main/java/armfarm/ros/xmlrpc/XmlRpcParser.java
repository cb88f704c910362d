package armfarm.ros.xmlrpc;

import java.io.StringReader;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one XML-RPC document, strictly and without document types. Confined to one thread. */
final class XmlRpcParser {
    /** No ROS call nests deeper than a few levels; stops a document made to exhaust the stack. */
    private static final int MAX_DEPTH = 64;

    private final byte[] document;
    private XMLStreamReader xml;
    private int depth;

    XmlRpcParser(byte[] document) {
        this.document = document;
    }

    XmlRpcCall methodCall() throws ProtocolException {
        try {
            open("methodCall");
            startOf("methodName");
            String method = xml.getElementText().trim();
            List<Object> params = new ArrayList<>();
            if (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                require("params");
                while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                    params.add(param());
                }
            }
            return new XmlRpcCall(method, params);
        } catch (XMLStreamException | RuntimeException e) {
            throw malformed(e);
        }
    }

    Object methodResponse() throws XmlRpcFault, ProtocolException {
        Object value;
        boolean fault;
        try {
            open("methodResponse");
            xml.nextTag();
            fault = xml.isStartElement() && xml.getLocalName().equals("fault");
            if (fault) {
                startOf("value");
                value = value();
            } else {
                require("params");
                xml.nextTag();
                value = param();
            }
        } catch (XMLStreamException | RuntimeException e) {
            throw malformed(e);
        }
        if (fault) {
            throw fault(value);
        }
        return value;
    }

    private static XmlRpcFault fault(Object value) throws ProtocolException {
        if (value instanceof Map<?, ?> members && members.get("faultCode") instanceof Integer code) {
            return new XmlRpcFault(code, String.valueOf(members.get("faultString")));
        }
        throw new ProtocolException("XML-RPC fault without a code: " + value);
    }

    private void open(String root) throws XMLStreamException, ProtocolException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLReporter((message, type, information, location) -> {});
        xml = factory.createXMLStreamReader(new StringReader(text()));
        while (xml.next() != XMLStreamConstants.START_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.DTD) {
                throw new ProtocolException("XML-RPC document has a document type, expected none");
            }
        }
        require(root);
    }

    /** Whatever encoding the document declares: every ROS client writes UTF-8, and the parser would log a wrong byte. */
    private String text() throws ProtocolException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed(e);
        }
    }

    private Object param() throws XMLStreamException, ProtocolException {
        require("param");
        startOf("value");
        Object value = value();
        end("param");
        return value;
    }

    /** Reads from the start tag of a value to its end tag. */
    private Object value() throws XMLStreamException, ProtocolException {
        if (++depth > MAX_DEPTH) {
            throw new ProtocolException("XML-RPC value nests deeper than " + MAX_DEPTH);
        }
        StringBuilder text = new StringBuilder();
        Object value = null;
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && value == null) {
                value = typedValue(xml.getLocalName());
            } else if (xml.hasText() && event != XMLStreamConstants.COMMENT && xml.getText() != null) {
                text.append(xml.getText());
            } else if (event != XMLStreamConstants.COMMENT) {
                throw new ProtocolException("XML-RPC value holds an unexpected part (event " + event + ")");
            }
        }
        depth--;
        return value == null ? text.toString() : value;
    }

    private Object typedValue(String type) throws XMLStreamException, ProtocolException {
        return switch (type) {
            case "i4", "int" -> Integer.valueOf(xml.getElementText().trim());
            case "boolean" -> flag(xml.getElementText().trim());
            case "string" -> xml.getElementText();
            case "double" -> Double.valueOf(xml.getElementText().trim());
            case "base64" -> Base64.getMimeDecoder().decode(xml.getElementText());
            case "array" -> array();
            case "struct" -> struct();
            default -> throw new ProtocolException("XML-RPC type '" + type + "' is not supported");
        };
    }

    private static Boolean flag(String text) throws ProtocolException {
        if (!text.equals("0") && !text.equals("1")) {
            throw new ProtocolException("XML-RPC boolean is '" + text + "', expected 0 or 1");
        }
        return text.equals("1");
    }

    private List<Object> array() throws XMLStreamException, ProtocolException {
        List<Object> items = new ArrayList<>();
        startOf("data");
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            require("value");
            items.add(value());
        }
        end("array");
        return items;
    }

    private Map<String, Object> struct() throws XMLStreamException, ProtocolException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            require("member");
            startOf("name");
            String name = xml.getElementText();
            startOf("value");
            members.put(name, value());
            end("member");
        }
        return members;
    }

    private void startOf(String name) throws XMLStreamException, ProtocolException {
        xml.nextTag();
        require(name);
    }

    private void require(String name) throws ProtocolException {
        if (!xml.isStartElement() || !xml.getLocalName().equals(name)) {
            throw new ProtocolException("XML-RPC document has <" + xml.getLocalName() + ">, expected <" + name + ">");
        }
    }

    private void end(String name) throws XMLStreamException, ProtocolException {
        if (xml.nextTag() != XMLStreamConstants.END_ELEMENT
                || !xml.getLocalName().equals(name)) {
            throw new ProtocolException("XML-RPC document has <" + xml.getLocalName() + ">, expected </" + name + ">");
        }
    }

    private static ProtocolException malformed(Exception cause) {
        ProtocolException malformed = new ProtocolException("Not an XML-RPC document: " + cause.getMessage());
        malformed.initCause(cause);
        return malformed;
    }
}
