package armfarm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.security.MessageDigest;
import java.util.Map;
import java.util.stream.Collectors;

/** What is needed in many places is made in one. */
@AnalyzeClasses(packages = "armfarm", importOptions = ProductOnly.class)
class SharedHelpersTest {
    /** Each for a thing of its own. */
    private static final Map<String, String> SET_UP_JSON = Map.of(
            "armfarm.ros.RosArguments", "values of ROS parameters",
            "armfarm.drivers.cell.WorkcellJson", "topics of a cell that ROS has no type for",
            "armfarm.episodes.export.ExportJson", "files of exports and imports",
            "armfarm.episodes.postgres.StoreComparison", "rows as PostgreSQL writes them",
            "armfarm.policy.PolicyJson", "settings, manifests and results of models",
            "armfarm.controller.base.JsonFile", "files of a data folder",
            "armfarm.controller.config.StrictYaml", "the configuration",
            "armfarm.controller.dashboard.DashboardServer", "answers to the page",
            "armfarm.cli.Json", "what commands print and are answered",
            "armfarm.cli.bags.EventJsonReader", "events in recordings");

    private static final DescribedPredicate<JavaClass> MAKE_MAPPERS = DescribedPredicate.describe(
            "make JSON mappers",
            javaClass -> javaClass.getConstructorCallsFromSelf().stream()
                            .anyMatch(call -> call.getTargetOwner().isAssignableTo(ObjectMapper.class))
                    || javaClass.getMethodCallsFromSelf().stream()
                            .anyMatch(call -> call.getTargetOwner().isAssignableTo(MapperBuilder.class)));

    @ArchTest
    static final ArchRule jsonIsSetUpOnceForEachThing = noClasses()
            .that(DescribedPredicate.describe(
                    "are not on the list", javaClass -> !SET_UP_JSON.containsKey(Names.outermost(javaClass))))
            .should(ArchConditions.be(MAKE_MAPPERS))
            .because("what one mapper writes another has to read: use the one for the thing");

    @ArchTest
    static void theListOfMappersNamesNobodyElse(JavaClasses all) {
        assertThat(all.stream().filter(MAKE_MAPPERS).map(Names::outermost).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(SET_UP_JSON.keySet());
    }

    @ArchTest
    static final ArchRule hashesAreMadeInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("armfarm.messages.hash")
            .should()
            .callMethod(MessageDigest.class, "getInstance", String.class)
            .because("Hash has those that every Java has");
}
