package armfarm.ros.debian;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips the test, with the reason, where one of these Debian packages is not installed. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("ros")
@ExtendWith(InstalledPackages.class)
@interface NeedsDebianRos {
    /** Besides ros-core and the message packages. */
    String[] value() default {};
}
