package armfarm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who may see whom: modules by the table in docs/architecture.md, packages and classes without circles. */
@AnalyzeClasses(packages = "armfarm", importOptions = ProductOnly.class)
class LayoutTest {
    /** Those of a closed choice with its cases, such as the configurations of a search; more than these few are hard to take in. */
    private static final int MOST_CLASSES_IN_A_CIRCLE = 6;

    @ArchTest
    static final ArchRule modulesSeeOnlyWhatTheTableNames =
            classes().should(seeOnly(ModuleTable.read())).as("modules see only what docs/architecture.md names");

    private static ArchCondition<JavaClass> seeOnly(ModuleTable table) {
        return new ArchCondition<>("see only modules of the table") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                    String from = dependency.getOriginClass().getPackageName();
                    String to = dependency.getTargetClass().getPackageName();
                    if (!table.allows(from, to)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    @ArchTest
    static void everyPackageBelongsToAModuleOfTheTable(JavaClasses all) {
        ModuleTable table = ModuleTable.read();

        assertThat(all)
                .allSatisfy(javaClass ->
                        assertThat(table.moduleOf(javaClass.getPackageName())).isPresent());
    }

    @ArchTest
    static final ArchRule packagesHaveNoCircles =
            slices().matching("armfarm.(**)").should().beFreeOfCycles();

    @ArchTest
    static void circlesOfClassesAreSmall(JavaClasses all) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass javaClass : all) {
            uses.computeIfAbsent(Names.outermost(javaClass), name -> new TreeSet<>())
                    .addAll(javaClass.getDirectDependenciesFromSelf().stream()
                            .map(dependency -> Names.outermost(dependency.getTargetClass()))
                            .filter(name -> name.startsWith("armfarm."))
                            .filter(name -> !name.contains(".wire.")) // made by protoc
                            .collect(Collectors.toSet()));
        }

        assertThat(Circles.among(uses))
                .isNotEmpty()
                .allSatisfy(circle -> assertThat(circle).hasSizeLessThanOrEqualTo(MOST_CLASSES_IN_A_CIRCLE));
    }
}
