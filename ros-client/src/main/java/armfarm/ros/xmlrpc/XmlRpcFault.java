package armfarm.ros.xmlrpc;

import java.io.IOException;

/** The peer understood the call and refused it. */
public final class XmlRpcFault extends IOException {
    private static final long serialVersionUID = 1L;

    private final int faultCode;

    public XmlRpcFault(int faultCode, String message) {
        super(message);
        this.faultCode = faultCode;
    }

    public int faultCode() {
        return faultCode;
    }
}
