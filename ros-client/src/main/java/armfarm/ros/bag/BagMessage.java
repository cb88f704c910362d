package armfarm.ros.bag;

import armfarm.ros.messages.ByteArray;
import java.time.Instant;

/**
 * One recorded message.
 *
 * @param number counts the messages of the file from 0, in file order
 * @param time when it was received, by the recorder's clock
 * @param data the serialised message
 */
public record BagMessage(BagConnection connection, long number, Instant time, ByteArray data) {}
