package armfarm.messages.opencv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

class OpenCvLibraryTest {
    @Test
    void worksWithoutTheLibrariesOfAWindowSystem() throws IOException {
        OpenCvLibrary.load();

        MatOfByte jpeg = new MatOfByte();
        assertThat(Imgcodecs.imencode(".jpg", Mat.zeros(8, 8, CvType.CV_8UC3), jpeg))
                .isTrue();
        assertThat(Files.readString(Path.of("/proc/self/maps")))
                .contains("libopencv_java")
                .doesNotContain("opencv_highgui")
                .doesNotContain("libgtk");
    }
}
