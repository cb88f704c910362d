package armfarm.drivers.cell;

import armfarm.messages.RawImage;
import armfarm.ros.RosMessages;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;

/** An image as its topic brings it, raw or compressed; nothing of it is checked. Immutable. */
public record CameraFrame(Header header, RawImage image) {
    public static CameraFrame of(ImageMessage message) {
        return new CameraFrame(message.header(), RosMessages.rawImage(message));
    }

    public static CameraFrame of(CompressedImage message) {
        return new CameraFrame(message.header(), RosMessages.rawImage(message));
    }
}
