package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of the slowest tests at the end of {@code ./check}, from reports as Maven's test plugins write them. */
class SlowestTestsIT {
    private static final Path SCRIPT = Path.of("../scripts/slowest-tests.sh");

    @TempDir
    Path project;

    @Test
    void namesTheSlowestClassesAndWhatEachModuleTook() throws IOException, InterruptedException {
        report("arms/target/surefire-reports", "armfarm.arms.PoseTest", "0.25");
        report("arms/target/surefire-reports", "armfarm.arms.GripperTest", "3.004");
        report("arms/target/failsafe-reports", "armfarm.arms.ros.TopicsIT", "62.5");
        report("farm/target/failsafe-reports", "armfarm.farm.NightIT", "1,234.56"); // thousands have a comma
        report("farm/target/failsafe-reports.all", "armfarm.farm.StopIT", "7"); // of the run before, kept by check

        assertThat(slowest("3")).isEqualTo("""
                slowest test classes, in seconds:
                  1234.6  integration  farm              NightIT
                    62.5  integration  arms              TopicsIT
                     7.0  integration  farm              StopIT
                all test classes, in seconds:
                                           unit  integration
                    arms                    3.3         62.5
                    farm                    0.0       1241.6
                    all modules             3.3       1304.1
                """);
    }

    @Test
    void aReportWhoseFirstElementTakesSeveralLinesIsRead() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(project.resolve("arms/target/surefire-reports"));
        Files.writeString(folder.resolve("TEST-armfarm.arms.PoseTest.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite version="3.0.2"
                    name="armfarm.arms.PoseTest" time="1.5"
                    tests="1">
                  <testcase name="turns" classname="armfarm.arms.PoseTest" time="9.9"/>
                </testsuite>
                """);

        assertThat(slowest()).contains("     1.5  unit         arms              PoseTest\n");
    }

    @Test
    void withoutReportsItSaysSo() throws IOException, InterruptedException {
        assertThat(slowest()).startsWith("slowest tests: there is no test report below ");
    }

    private void report(String folder, String testClass, String seconds) throws IOException {
        Path file = Files.createDirectories(project.resolve(folder)).resolve("TEST-" + testClass + ".xml");
        Files.writeString(file, """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0.2" name="%s" time="%s" \
                tests="2" errors="0" skipped="0" failures="0" flakes="0">
                  <properties>
                    <property name="name" value="another name=&quot;x&quot; time"/>
                  </properties>
                  <testcase name="one" classname="%s" time="0.1"/>
                  <testcase name="two" classname="%s" time="0.15"/>
                </testsuite>
                """.formatted(testClass, seconds, testClass, testClass));
    }

    private String slowest(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[2 + arguments.length];
        command[0] = "bash";
        command[1] = SCRIPT.toAbsolutePath().toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Process process = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
