package armfarm.cli.bags;

import armfarm.ros.bag.BagMessage;

/** Makes attempts of the messages of one recording, in file order. Used once. */
interface Conversion {
    /** For the report. */
    String kind();

    /** @throws Unusable if the message should have been used and cannot be; the caller counts it and goes on */
    void accept(BagMessage message) throws Unusable;

    /** The recording has ended. */
    void end();
}
