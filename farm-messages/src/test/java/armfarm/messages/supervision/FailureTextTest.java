package armfarm.messages.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTextTest {
    @Test
    void namesNoClasses() {
        NullPointerException helpful = new NullPointerException(
                "Cannot invoke \"armfarm.controller.Farm.close()\" because \"<local4>\" is null");
        assertThat(List.of(
                                helpful,
                                new IllegalStateException("java.io.IOException: gone"),
                                new IllegalStateException("TimeoutException"),
                                new ExceptionInInitializerError("armfarm/drivers/sim/Bullet"),
                                new NoClassDefFoundError("Could not initialize class com.jme3.bullet.PhysicsSpace"),
                                new UnsatisfiedLinkError("/tmp/libx.so"),
                                new OutOfMemoryError("unable to create native thread: possibly out of memory"),
                                new RuntimeException())
                        .stream()
                        .map(FailureText::of))
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain("Exception", "Error", "armfarm", "jme3", "local4", "java.")
                        .isNotBlank()
                        .doesNotEndWith("."));
    }

    @Test
    void saysWhatHasBeenForeseenAsItIs() {
        assertThat(FailureText.of(new FarmException(ErrorCode.RESOURCE, "PostgreSQL at db:5432 does not answer.")))
                .isEqualTo("PostgreSQL at db:5432 does not answer");
    }

    @Test
    void saysWhatToDoWhenTheMemoryIsFull() {
        assertThat(FailureText.of(new OutOfMemoryError("Java heap space")))
                .isEqualTo(
                        "the memory is full (Java heap space); give the program more with -Xmx, or look for what else"
                                + " fills it");
    }
}
