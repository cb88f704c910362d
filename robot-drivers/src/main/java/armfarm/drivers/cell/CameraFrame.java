package armfarm.drivers.cell;

import armfarm.drivers.ros.RosMessages;
import armfarm.drivers.ros.messages.CompressedImage;
import armfarm.drivers.ros.messages.Header;
import armfarm.drivers.ros.messages.ImageMessage;
import armfarm.messages.RawImage;

/** An image as its topic brings it, raw or compressed; nothing of it is checked. Immutable. */
public record CameraFrame(Header header, RawImage image) {
    public static CameraFrame of(ImageMessage message) {
        return new CameraFrame(message.header(), RosMessages.rawImage(message));
    }

    public static CameraFrame of(CompressedImage message) {
        return new CameraFrame(message.header(), RosMessages.rawImage(message));
    }
}
