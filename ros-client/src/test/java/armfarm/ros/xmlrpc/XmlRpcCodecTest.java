package armfarm.ros.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XmlRpcCodecTest {
    @Test
    void readsBackEveryTypeOfValue() throws IOException {
        List<Object> params = List.of(
                -7,
                true,
                "a <b> & \"c\" \r\n ü",
                1.5e-9,
                List.of(1, List.of(), "x"),
                Map.of("name", "v", "inner", Map.of("n", 2)));

        XmlRpcCall call = XmlRpcCodec.decodeCall(XmlRpcCodec.encodeCall(new XmlRpcCall("m", params)));

        assertThat(call).isEqualTo(new XmlRpcCall("m", params));
    }

    @Test
    void readsBackBytes() throws IOException {
        byte[] bytes = {0, 1, -1, 127};

        assertThat((byte[]) XmlRpcCodec.decodeResponse(XmlRpcCodec.encodeResponse(bytes)))
                .isEqualTo(bytes);
    }

    @Test
    void readsTheFormsOtherClientsSend() throws IOException {
        String document = """
                <?xml version='1.0'?>
                <methodCall>
                  <methodName>requestTopic</methodName>
                  <params>
                    <param><value>bare text</value></param>
                    <param><value><i4>3</i4></value></param>
                    <param><value><!-- a comment --><string></string></value></param>
                    <param><value>
                      <array>
                        <data>
                          <value><string>TCPROS</string></value>
                        </data>
                      </array>
                    </value></param>
                  </params>
                </methodCall>
                """;

        assertThat(XmlRpcCodec.decodeCall(document.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new XmlRpcCall("requestTopic", List.of("bare text", 3, "", List.of("TCPROS"))));
    }

    @Test
    void readsACallWithoutParameters() throws IOException {
        byte[] document = "<methodCall><methodName>m</methodName></methodCall>".getBytes(StandardCharsets.UTF_8);

        assertThat(XmlRpcCodec.decodeCall(document)).isEqualTo(new XmlRpcCall("m", List.of()));
    }

    @Test
    void turnsAFaultIntoAnException() {
        byte[] document = XmlRpcCodec.encodeFault(new XmlRpcFault(404, "no such <method>"));

        assertThatThrownBy(() -> XmlRpcCodec.decodeResponse(document))
                .isInstanceOf(XmlRpcFault.class)
                .hasMessage("no such <method>")
                .extracting(fault -> ((XmlRpcFault) fault).faultCode())
                .isEqualTo(404);
    }

    @Test
    void refusesDocumentTypesAndEntities() {
        String declared = """
                <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
                <methodCall><methodName>m</methodName><params><param><value>&e;</value></param></params></methodCall>
                """;
        String undeclared = declared.substring(declared.indexOf('\n') + 1);

        assertMalformed(declared);
        assertMalformed(undeclared);
    }

    @Test
    void refusesDeepNesting() {
        String document =
                "<methodCall><methodName>m</methodName><params><param>" + "<value><array><data>".repeat(100_000);

        assertMalformed(document);
    }

    @Test
    void refusesEveryCutOfACall() {
        byte[] document = XmlRpcCodec.encodeCall(new XmlRpcCall("m", List.of(1, "two", List.of(3.0))));

        for (int length = 0; length < document.length; length++) {
            byte[] cut = Arrays.copyOf(document, length);
            if (length < document.length - "</methodCall>".length()) {
                assertThatThrownBy(() -> XmlRpcCodec.decodeCall(cut)).isInstanceOf(ProtocolException.class);
            }
        }
    }

    @Test
    void namesTheParameterOfTheWrongType() {
        XmlRpcCall call = new XmlRpcCall("m", List.of("text"));

        assertThatThrownBy(() -> call.param(0, Integer.class)).hasMessageContaining("parameter 0 is String");
        assertThatThrownBy(() -> call.param(1, Integer.class)).hasMessageContaining("parameter 1 is nothing");
    }

    private static void assertMalformed(String document) {
        assertThatThrownBy(() -> XmlRpcCodec.decodeCall(document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ProtocolException.class);
    }
}
