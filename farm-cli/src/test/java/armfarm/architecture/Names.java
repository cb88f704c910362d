package armfarm.architecture;

import com.tngtech.archunit.core.domain.JavaClass;

/** Names of classes as they stand in the lists of the rules. */
final class Names {
    private Names() {}

    /** Of the class that has a file of its own. */
    static String outermost(JavaClass javaClass) {
        String name = javaClass.getName();
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }
}
